import { gzipSync } from 'node:zlib';
import type { Draw } from '../../openadr/helpers/draw.ts';

/** A request's body and headers on their way. */
export interface Bytes {
  headers: Record<string, string | undefined>;
  body: Buffer;
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
export const WAYS: Readonly<Record<string, (draw: Draw, bytes: Bytes) => void>> = {
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
