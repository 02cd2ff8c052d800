import { ByteReader, numbers } from './byte-reader.ts';
import type { ClientHello } from './hello.ts';
import { groupName, isMeant, signatureName, suiteName, versionName } from './names.ts';
import { firstHandshake } from './records.ts';

export type { ClientHello } from './hello.ts';

/** A ClientHello, or how far it has come. */
export type HelloReading =
  | { readonly state: 'more' }
  | { readonly state: 'broken'; readonly reason: string }
  | { readonly state: 'whole'; readonly hello: ClientHello };

const CLIENT_HELLO = 1;

/** Entries of one list that are told; a hello of 16 KiB could hold thousands. */
const SHOWN = 100;

const EXTENSION = { serverName: 0, groups: 10, signatureAlgorithms: 13, alpn: 16, versions: 43 } as const;

/** Reads the ClientHello at the begin of what a client sent (RFC 5246 7.4.1.2, RFC 8446 4.1.2). Never throws. */
export function readClientHello(bytes: Buffer): HelloReading {
  const start = firstHandshake(bytes);
  if (start.state !== 'whole') return start;
  if (start.type !== CLIENT_HELLO)
    return { state: 'broken', reason: `handshake message ${start.type}, not ClientHello` };
  try {
    return { state: 'whole', hello: parse(start.body) };
  } catch (error) {
    return { state: 'broken', reason: error instanceof Error ? error.message : String(error) };
  }
}

function parse(body: Buffer): ClientHello {
  const reader = new ByteReader(body);
  const legacyVersion = reader.number(2);
  reader.take(32);
  reader.vector(1);
  const suites = named(reader.vector(2), suiteName);
  reader.vector(1);
  const extensions = reader.left > 0 ? extensionsOf(reader.vector(2)) : new Map<number, Buffer>();
  const get = <T>(type: number, read: (value: ByteReader) => T): T | undefined => {
    const value = extensions.get(type);
    return value && read(new ByteReader(value));
  };
  const versions = get(EXTENSION.versions, (value) => named(value.vector(1), versionName));
  const groups = get(EXTENSION.groups, (value) => named(value.vector(2), groupName));
  const signatureAlgorithms = get(EXTENSION.signatureAlgorithms, (value) => named(value.vector(2), signatureName));
  const serverName = get(EXTENSION.serverName, hostOf);
  const alpn = get(EXTENSION.alpn, protocolsOf);
  return {
    versions: versions ?? [versionName(legacyVersion)],
    suites,
    ...(groups && { groups }),
    ...(signatureAlgorithms && { signatureAlgorithms }),
    ...(serverName !== undefined && { serverName }),
    ...(alpn && { alpn }),
  };
}

function extensionsOf(bytes: Buffer): Map<number, Buffer> {
  const reader = new ByteReader(bytes);
  const found = new Map<number, Buffer>();
  while (reader.left > 0) found.set(reader.number(2), reader.vector(2));
  return found;
}

function named(values: Buffer, name: (value: number) => string): readonly string[] {
  return numbers(values).filter(isMeant).slice(0, SHOWN).map(name);
}

/** The first host_name of the list (RFC 6066, 3). */
function hostOf(value: ByteReader): string | undefined {
  const list = new ByteReader(value.vector(2));
  while (list.left > 0) {
    const type = list.number(1);
    const name = list.vector(2);
    if (type === 0) return name.toString('latin1', 0, 255);
  }
  return undefined;
}

function protocolsOf(value: ByteReader): readonly string[] {
  const list = new ByteReader(value.vector(2));
  const found: string[] = [];
  while (list.left > 0 && found.length < SHOWN) found.push(list.vector(1).toString('latin1'));
  return found;
}
