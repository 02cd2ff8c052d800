import { gzipSync } from 'node:zlib';
import { SeededRandom } from '../../../src/base/random.ts';
import { type PayloadName, read, write } from '../../../src/openadr/index.ts';
import { SERVICES } from '../../../src/openadr/service.ts';
import { writeTree } from '../../../src/openadr/xml/text.ts';
import * as m from '../../helpers/messages.ts';
import { disguise } from '../../openadr/helpers/disguise.ts';
import type { Draw } from '../../openadr/helpers/draw.ts';
import { validTree } from '../../openadr/helpers/generate.ts';
import { mutate } from '../../openadr/helpers/mutate.ts';

/** IDs that the VTN knows, so that what bears them gets past the door. */
export interface KnownIDs {
  readonly venID: string;
  readonly registrationID: string;
  readonly eventID: string;
}

/** A request with a body that may be anything. */
export interface FuzzRequest {
  /** What was done to a valid message, for people. */
  readonly how: string;
  readonly service: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

interface Bytes {
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** The request of a number: the same for the same seed. */
export function fuzzRequest(seed: string, index: number, ids: KnownIDs): FuzzRequest {
  const draw = drawOf(new SeededRandom(`${seed}/${index}`));
  const { text, root } = draw.chance(0.4) ? spoken(draw, ids) : generated(draw, ids);
  const bytes: Bytes = { headers: {}, body: Buffer.from(text) };
  const ways = Array.from({ length: draw.pick([0, 1, 1, 1, 2]) }, () => {
    const way = draw.pick(Object.keys(WAYS));
    WAYS[way]?.(draw, bytes);
    return way;
  });
  const service = draw.chance(0.9) ? m.serviceOf(root) : draw.pick(SERVICES);
  return { how: `${root}: ${ways.join(', ')}`, service, ...bytes };
}

function drawOf(random: SeededRandom): Draw {
  const int = (least: number, most: number) => least + Math.floor(random.next() * (most - least + 1));
  return {
    int,
    pick: (from) => from[int(0, from.length - 1)] as (typeof from)[number],
    chance: (probability) => random.next() < probability,
  };
}

interface Source {
  readonly text: string;
  readonly root: PayloadName;
}

/** Any of the 23 payloads, valid or with its elements mixed up. */
function generated(draw: Draw, ids: KnownIDs): Source {
  const tree = validTree(draw);
  const root = read(writeTree(tree)).message?.name ?? 'oadrPoll';
  if (draw.chance(0.5)) mutate(draw, tree);
  const text = disguise(draw, tree);
  return { root, text: draw.chance(0.7) ? withIDs(text, ids) : text };
}

/** The IDs in place of those that chance made. */
function withIDs(text: string, ids: KnownIDs): string {
  return text.replace(
    /(:(venID|registrationID|eventID)(?: [^>]*)?>)[^<]*</g,
    (_, open: string, name: keyof KnownIDs) => `${open}${ids[name]}<`,
  );
}

/** What a VEN says that knows what it does. */
function spoken(draw: Draw, { venID, registrationID, eventID }: KnownIDs): Source {
  const answer = {
    eventID,
    modificationNumber: draw.int(0, 3),
    requestID: 'r',
    optType: draw.pick(['optIn', 'optOut'] as const),
  };
  const message = draw.pick([
    m.oadrQueryRegistration(),
    m.oadrCreatePartyRegistration({ oadrVenName: `stranger-${draw.int(1, 20)}` }),
    m.oadrCreatePartyRegistration({ venID, registrationID }),
    m.oadrCancelPartyRegistration({ venID, registrationID: draw.pick([registrationID, 'another']) }),
    m.oadrCanceledPartyRegistration({ venID, registrationID }),
    m.oadrPoll(venID),
    m.oadrPoll(venID),
    m.oadrResponse({ venID }),
    m.oadrRequestEvent(venID, draw.pick([undefined, 0, 1, 4_294_967_295])),
    m.oadrCreatedEvent(venID, [answer]),
    m.oadrCreatedEvent(
      venID,
      Array.from({ length: draw.pick([0, 2, 300]) }, () => answer),
    ),
    m.oadrRegisterReport({ venID }),
    m.oadrRegisteredReport({ venID }),
    m.oadrCreateReport(venID, { a: 'METADATA', b: 'other' }),
    m.oadrUpdateReport(venID, 'a'),
    m.oadrCancelReport(venID, ['a', 'b']),
    m.oadrCreateOpt(venID, { optID: `opt-${draw.int(1, 50)}` }),
    m.oadrCreateOpt(venID, { qualifiedEventID: { eventID, modificationNumber: 0 }, vavailability: undefined }),
    m.oadrCancelOpt(venID, `opt-${draw.int(1, 50)}`),
  ]);
  return { text: write(message), root: message.name };
}

const ODD = [
  '\u0000',
  '\u202e',
  '\ud800',
  '\ufffe',
  '\u{1F4A3}',
  '\u0085',
  ']]>',
  '&',
  '&#0;',
  '&#x10FFFF;',
  '%s%n',
  '../../etc/passwd',
];
const HUGE = [
  '9'.repeat(400),
  '-1e999',
  '4294967296',
  '1e-400',
  'NaN',
  '0x7f',
  '-0',
  '99999-12-31T23:59:59Z',
  'P99999999999Y',
];
const DECLARED = ['UTF-16', 'ISO-8859-1', 'US-ASCII', 'UTF-7', 'EBCDIC', 'nonsense', ''];
const TYPES = [
  'text/plain',
  'application/json',
  'application/xml; charset=utf-16',
  'multipart/form-data; boundary=x',
  '',
  ';;;',
  undefined,
];

/** What can be done to bytes on their way. */
const WAYS: Readonly<Record<string, (draw: Draw, bytes: Bytes) => void>> = {
  flip(draw, bytes) {
    const body = Buffer.from(bytes.body);
    for (let count = draw.int(1, 8); count > 0 && body.length > 0; count--)
      body[draw.int(0, body.length - 1)] = draw.int(0, 255);
    bytes.body = body;
  },
  cut(draw, bytes) {
    bytes.body = bytes.body.subarray(0, draw.int(0, bytes.body.length));
  },
  head(draw, bytes) {
    bytes.body = bytes.body.subarray(draw.int(0, bytes.body.length));
  },
  twice(_draw, bytes) {
    bytes.body = Buffer.concat([bytes.body, bytes.body]);
  },
  swap(draw, bytes) {
    const parts = bytes.body.toString().split(/(?=<)/);
    const [a, b] = [draw.int(0, parts.length - 1), draw.int(0, parts.length - 1)];
    [parts[a], parts[b]] = [parts[b] ?? '', parts[a] ?? ''];
    bytes.body = Buffer.from(parts.join(''));
  },
  huge: (draw, bytes) => values(draw, bytes, () => draw.pick(HUGE)),
  odd: (draw, bytes) => values(draw, bytes, () => draw.pick(ODD)),
  long: (draw, bytes) => values(draw, bytes, () => 'x'.repeat(draw.pick([300, 5_000, 100_000]))),
  declared(draw, bytes) {
    bytes.body = Buffer.from(bytes.body.toString().replace('UTF-8', draw.pick(DECLARED)));
  },
  utf16(draw, bytes) {
    const body = Buffer.from(`${draw.pick(['\ufeff', ''])}${bytes.body.toString()}`, 'utf16le');
    bytes.body = draw.chance(0.5) && body.length % 2 === 0 ? body.swap16() : body;
  },
  latin1(_draw, bytes) {
    bytes.body = Buffer.from(bytes.body.toString().replace('>', '>\u00e4\u00f6'), 'latin1');
  },
  nest(draw, bytes) {
    const depth = draw.pick([10, 63, 65, 2_000, 20_000]);
    const name = draw.pick(['oadr:oadrPayload', 'a', 'oadr:oadrSignedObject', 'xcal:components']);
    within(bytes, `${`<${name}>`.repeat(depth)}${draw.chance(0.5) ? `</${name}>`.repeat(depth) : ''}`);
  },
  attributes(draw, bytes) {
    const many = Array.from({ length: draw.pick([5, 64, 65, 5_000]) }, (_, i) => `a${i}="${draw.pick(HUGE)}"`);
    within(bytes, `<b ${many.join(' ')}/>`);
  },
  elements(draw, bytes) {
    within(
      bytes,
      draw
        .pick(['<a/>', '<ei:venID>x</ei:venID>', '<!---->', '<?x?>', '<![CDATA[]]>'])
        .repeat(draw.pick([10, 2_000, 30_000])),
    );
  },
  doctype(draw, bytes) {
    const entities = draw.pick([
      '',
      '<!ENTITY a "b">',
      '<!ENTITY a SYSTEM "file:///etc/passwd">',
      '<!ENTITY a "&b;&b;"><!ENTITY b "&a;&a;">',
    ]);
    bytes.body = Buffer.from(bytes.body.toString().replace(/(\?>)?/, `$1<!DOCTYPE x [${entities}]>`));
  },
  type(draw, bytes) {
    bytes.headers['Content-Type'] = draw.pick(TYPES);
  },
  gzip(draw, bytes) {
    const packed = gzipSync(bytes.body);
    bytes.headers['Content-Encoding'] = draw.pick(['gzip', 'deflate', 'br', 'x-gzip', 'gzip, gzip', 'nonsense']);
    bytes.body = draw.pick([
      packed,
      packed,
      packed.subarray(0, draw.int(0, packed.length)),
      bytes.body,
      Buffer.concat([packed, packed]),
    ]);
  },
  bomb(draw, bytes) {
    bytes.headers['Content-Encoding'] = 'gzip';
    bytes.body = draw.chance(0.1) ? BOMB : gzipSync(Buffer.alloc(200_000, '<a>'));
  },
  replyCoding(draw, bytes) {
    bytes.headers['Accept-Encoding'] = draw.pick(['gzip', 'br', '*', 'identity;q=0', 'gzip;q=x', ',,,']);
  },
  accept(draw, bytes) {
    bytes.headers.Accept = draw.pick(['text/html', 'application/json', '', '*/*;q=0']);
  },
  nothing(_draw, bytes) {
    bytes.body = Buffer.alloc(0);
  },
  noise(draw, bytes) {
    bytes.body = Buffer.from(Array.from({ length: draw.int(1, 500) }, () => draw.int(0, 255)));
  },
};

/** 40 MB of blanks in 40 kB. */
const BOMB = gzipSync(Buffer.alloc(40_000_000, ' '));

/** Replaces some of the texts between tags. */
function values(draw: Draw, bytes: Bytes, value: () => string): void {
  bytes.body = Buffer.from(
    bytes.body.toString().replace(/>[^<>]+</g, (text) => (draw.chance(0.3) ? `>${value()}<` : text)),
  );
}

/** Puts something into the innermost element that wraps all. */
function within(bytes: Bytes, what: string): void {
  const text = bytes.body.toString();
  const at = text.indexOf('>', text.indexOf('SignedObject') + 1) + 1;
  bytes.body = Buffer.from(`${text.slice(0, at)}${what}${text.slice(at)}`);
}
