import { type Command, InvalidArgumentError, Option } from 'commander';
import { SIGN_MODES, type SignMode } from '../bench/signing/options.ts';
import { durationOption } from './parse.ts';

/** Options of a VTN's XML signatures (section 10.6): `run`, `serve`, `doctor`. */
export interface SignCliOptions {
  /** Default `off`. */
  readonly sign?: SignMode;
  /** ms of bench time either way. */
  readonly replayWindow?: number;
  readonly signKey?: 'rsa' | 'ecc';
  readonly signCerts?: string;
  /** By venID. */
  readonly fingerprint?: ReadonlyMap<string, string>;
}

export function signOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--sign <mode>', 'XML signatures: on for VENs that registered so, require of all')
        .choices(SIGN_MODES)
        .default('off'),
    )
    .option('--sign-certs <folder>', 'without TLS: sign with the keys of a folder that oadr-sim certs init made')
    .addOption(
      new Option('--sign-key <kind>', "without TLS: which of them (default: of the signer's kind)").choices([
        'rsa',
        'ecc',
      ]),
    )
    .addOption(
      new Option('--replay-window <duration>', 'how far ReplayProtect may be from our time (default: 5m)').argParser(
        windowOption,
      ),
    )
    .addOption(
      new Option(
        '--fingerprint <venID=value>',
        "a VEN's certificate, as certs fingerprint -q prints it (repeatable)",
      ).argParser(fingerprintOption),
    );
}

/** A second to a day: what is shorter refuses all, what is longer refuses nothing. */
export function windowOption(text: string): number {
  const ms = durationOption(text);
  if (ms >= 1_000 && ms <= 86_400_000) return ms;
  throw new InvalidArgumentError(`"${text}" is no window; use 1s to 24h.`);
}

const BYTES = { fingerprint: 10, sha1: 20, sha256: 32 };

/** Ten bytes as the standard writes them, whatever case and separators they came with (section 10.5.1). */
export function fingerprintOf(text: string): string {
  const digits = text.replace(/[\s:.-]/g, '').toUpperCase();
  if (!/^(?:[0-9A-F]{2})+$/.test(digits)) {
    throw new InvalidArgumentError(`"${text}" is no fingerprint; write ten bytes as 18:06:2A:7F:0B:6A:1D:CB:1C:0E.`);
  }
  const pairs = digits.match(/../g) ?? [];
  switch (pairs.length) {
    case BYTES.fingerprint:
      return pairs.join(':');
    case BYTES.sha1:
      throw new InvalidArgumentError(
        `"${text}" is as long as a SHA-1; oadr-sim certs fingerprint shows the right one.`,
      );
    case BYTES.sha256: {
      const own = pairs.slice(-BYTES.fingerprint).join(':');
      throw new InvalidArgumentError(`"${text}" is a whole SHA-256; its last ten bytes are the fingerprint: ${own}.`);
    }
    default:
      throw new InvalidArgumentError(`"${text}" has ${pairs.length} bytes; a fingerprint has ten (section 10.5.1).`);
  }
}

/** Collects `venID=fingerprint`. */
export function fingerprintOption(
  text: string,
  before: ReadonlyMap<string, string> = new Map(),
): ReadonlyMap<string, string> {
  const at = text.lastIndexOf('=');
  if (at < 1) throw new InvalidArgumentError(`"${text}" must be venID=fingerprint.`);
  const venID = text.slice(0, at);
  const fingerprint = fingerprintOf(text.slice(at + 1));
  const other = [...before].find(([id, known]) => id !== venID && known === fingerprint);
  if (other) throw new InvalidArgumentError(`${other[0]} has that fingerprint already; each VEN has its own.`);
  if (before.has(venID)) throw new InvalidArgumentError(`${venID} has a fingerprint already; give it once.`);
  return new Map([...before, [venID, fingerprint]]);
}
