import { lookup } from 'node:dns/promises';
import { createServer, isIP } from 'node:net';
import type { NetworkInterfaceInfo } from 'node:os';
import { BASE_PATH } from '../../openadr/service.ts';
import { originOf } from '../../transport/connection.ts';
import { normalisePrefix } from '../../transport/path.ts';
import { listenError } from '../../transport/transport-error.ts';
import { beyondLoopback, OPEN_WARNING } from '../beyond.ts';
import { type Check, failed, failure, info, ok, warning } from './check.ts';

/** Where the VTN is to listen. */
export interface Place {
  readonly host: string;
  readonly port: number;
  readonly prefix?: string;
  readonly secure: boolean;
}

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** An address of this machine that others may reach, and the network that it is in. */
interface OwnAddress {
  readonly address: string;
  readonly device: string;
}

/** Whether the port can be had: it is, and given back at once. */
export async function portCheck({ host, port, secure }: Place): Promise<Check> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
    if (port !== 0) return ok('port', `${port} on ${host} is free`);
    const usual = `--port ${secure ? 8443 : 8080}`;
    return info('port', 'a free one is picked at each start, so a device must be told anew', usual);
  } catch (error) {
    const fault = listenError(error instanceof Error ? error : new Error(String(error)), host, port);
    if (fault.code === 'EADDRINUSE') {
      return failure('port', fault.message, `--port ${port + 1}, or stop what has it: ss -ltnp "sport = :${port}"`);
    }
    return failed('port', fault, '--host 127.0.0.1 --port 8080');
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/**
 * Addresses of a name, the one to listen on first; none of an address, or where the name has none, which the port tells.
 * Link-local IPv6 is left out.
 */
export async function addressesOf(host: string): Promise<readonly string[]> {
  if (isIP(host) !== 0) return [];
  try {
    const found = await lookup(host, { all: true });
    return [...new Set(found.map(({ address }) => address))].filter((address) => !isLinkLocal(address));
  } catch {
    return [];
  }
}

/**
 * The addresses at which a device can reach the VTN, with the URL to type into it.
 * @param resolved addresses of `host` where it is a name
 */
export function addressChecks(
  place: Place,
  interfaces: Interfaces,
  resolved: readonly string[] = [],
): readonly Check[] {
  const { host, secure } = place;
  const own = ownAddresses(interfaces);
  const urlOf = (address: string): string =>
    `${originOf(address, place.port, secure ? 'https' : 'http').replace(/:0$/, ':<port>')}${normalisePrefix(place.prefix)}${BASE_PATH}`;
  // Some systems give their own name a loopback address.
  const [listens = host] = resolved;
  if (!beyondLoopback(listens)) {
    const others = own.map(({ address, device }) => `${address} (${device})`).join(', ');
    const remedy = `--host 0.0.0.0${others ? `, or an address of this machine: ${others}` : ''}`;
    const where = listens === host ? urlOf(host) : `${urlOf(host)} (${listens})`;
    return [info('address', `this machine only: ${where}`, `for devices ${remedy}`)];
  }
  const open = secure ? [] : [openCheck()];
  const hosts = deviceHosts(host, interfaces, resolved);
  if (hosts.length === 0) {
    return [
      failure('address', 'no network but this machine itself: no device can reach it', 'connect a network'),
      ...open,
    ];
  }
  const deviceOf = (address: string): string => own.find((one) => one.address === address)?.device ?? '';
  return [...hosts.map((one) => ok('address', `${urlOf(one)}${deviceOf(one) && ` (${deviceOf(one)})`}`)), ...open];
}

function openCheck(): Check {
  const [message = '', remedy = ''] = OPEN_WARNING.split('; try: ');
  return warning('plain HTTP', message, remedy);
}

/** By which names and addresses devices can reach the VTN; what listens on loopback, by that alone. */
export function deviceHosts(host: string, interfaces: Interfaces, resolved: readonly string[] = []): readonly string[] {
  if (host !== '0.0.0.0' && host !== '::') return [host, ...resolved.filter(beyondLoopback)];
  const all = ownAddresses(interfaces).map(({ address }) => address);
  return host === '::' ? all : all.filter((address) => !address.includes(':'));
}

function ownAddresses(interfaces: Interfaces): readonly OwnAddress[] {
  return Object.entries(interfaces).flatMap(([device, addresses = []]) =>
    addresses
      .filter(({ internal, address }) => !internal && !isLinkLocal(address))
      .map(({ address }) => ({ address, device })),
  );
}

/** IPv6 that needs a zone, which no URL of a device has. */
function isLinkLocal(address: string): boolean {
  return /^fe80:/i.test(address);
}
