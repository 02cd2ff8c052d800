import type { ClientHandlers, ClientOptions } from './client-options.ts';
import { invalid } from './error.ts';
import { checkCallback, checkFields, checkList, checkObject, checkUri, type Fields, shown } from './given.ts';
import type { Logger } from './logger.ts';
import type { ServerOptions } from './options.ts';
import { provisionCommand } from './provision.ts';
import { CLIENT_SECURITY, checkClientSecurity, checkServerSecurity, SERVER_SECURITY } from './security-fields.ts';

const SERVER: Fields<ServerOptions> = {
  ...{ vtnId: true, host: true, port: true, prefix: true, mountedAt: true, pollInterval: true, marketContext: true },
  ...{ state: true, record: true, clock: true, seed: true, logger: true, handlers: true, handlerTimeout: true },
  ...{ onError: true, vens: true, allowInvalid: true, rejectInvalid: true, anyVenId: true },
  ...{ registerReports: true, cancelRetries: true },
  ...SERVER_SECURITY,
};

const CLIENT: Fields<ClientOptions> = {
  ...{ url: true, venName: true, venId: true, registrationId: true, vtnId: true, pollInterval: true },
  ...{ resourceIds: true, personality: true, simulatedLoad: true, clock: true, seed: true, logger: true },
  ...{ handlers: true, handlerTimeout: true, onError: true },
  ...CLIENT_SECURITY,
};

const CLIENT_HANDLERS: Fields<ClientHandlers> = { onEvent: true, onLevel: true };

/** @throws OpenADRError for an option that there is not, or of which the form is wrong */
export function checkServerOptions(options: ServerOptions): void {
  checkFields(options, 'the options of the server', SERVER);
  checkCommon(options);
  checkUri(options.marketContext, 'the option marketContext');
  checkServerSecurity(options, options.mountedAt !== undefined);
  if (options.vens === undefined) return;
  checkList(options.vens, 'the option vens', '{ venId, … }');
  for (const ven of options.vens) provisionCommand(ven);
}

/** @throws OpenADRError like those of the server */
export function checkClientOptions(options: ClientOptions): void {
  checkFields(options, 'the options of the client', CLIENT);
  checkCommon(options);
  checkClientSecurity(options, vtnUrl(options.url));
  if (options.handlers === undefined) return;
  checkFields(options.handlers, 'the handlers of the client', CLIENT_HANDLERS);
  checkCallback(options.handlers.onEvent, 'the handler onEvent');
  checkCallback(options.handlers.onLevel, 'the handler onLevel');
}

function vtnUrl(url: unknown): URL {
  if (typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url)) return new URL(url);
  const expected = 'http://host:port/OpenADR2/Simple/2.0b, or https://…';
  throw invalid('url is no address of a VTN', { expected, actual: shown(url) });
}

interface Common {
  readonly handlers?: unknown;
  readonly onError?: unknown;
  readonly logger?: unknown;
}

function checkCommon({ handlers, onError, logger }: Common): void {
  checkCallback(onError, 'the option onError');
  if (handlers !== undefined) checkObject(handlers, 'the option handlers');
  if (logger !== undefined && logger !== false && !isLogger(logger)) {
    const expected = 'false, or an object with info, warn and error';
    throw invalid('the option logger is no logger', { expected, actual: shown(logger) });
  }
}

function isLogger(logger: unknown): logger is Logger {
  if (typeof logger !== 'object' || logger === null) return false;
  return ['info', 'warn', 'error'].every((name) => typeof Reflect.get(logger, name) === 'function');
}
