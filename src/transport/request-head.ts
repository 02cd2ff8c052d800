import type { Finding } from '../openadr/finding.ts';
import { type Coding, codingNamed, negotiate } from './coding.ts';

/** What a request's headers mean for the transport, and what is wrong with them (9.1.9). */
export interface RequestHead {
  /** Name, value, … as received. */
  readonly raw: readonly string[];
  readonly findings: readonly Finding[];
  readonly contentLength?: number;
  readonly chunked: boolean;
  /** Of the body; undefined: not spoken here. */
  readonly coding: Coding | undefined;
  /** For the answer. */
  readonly replyCoding: Coding;
}

const XML = 'application/xml';
const XML_UTF8 = 'application/xml; charset=utf-8';

/** Reads the headers of a POST to a service. */
export function readHead(raw: readonly string[]): RequestHead {
  const fields = new Map<string, string>();
  for (let index = 0; index < raw.length; index += 2) {
    const name = (raw[index] ?? '').toLowerCase();
    const value = raw[index + 1] ?? '';
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const findings: Finding[] = [];
  const chunked = fields.get('transfer-encoding') !== undefined;
  const length = fields.get('content-length');
  if (!fields.has('host')) findings.push(NO_HOST);
  if (chunked) findings.push(CHUNKED);
  else if (length === undefined) findings.push(NO_LENGTH);
  findings.push(...contentType(fields.get('content-type')), ...accept(fields.get('accept')));

  const encoding = fields.get('content-encoding');
  if (encoding !== undefined && encoding.trim().toLowerCase() !== 'identity') findings.push(encoded(encoding));
  const acceptEncoding = fields.get('accept-encoding');
  const replyCoding = acceptEncoding === undefined ? 'identity' : negotiate(acceptEncoding);
  if (replyCoding === undefined) findings.push(nothingAcceptable(acceptEncoding ?? ''));
  return {
    raw,
    findings,
    ...(length === undefined ? {} : { contentLength: Number(length) }),
    chunked,
    coding: encoding === undefined ? 'identity' : codingNamed(encoding),
    replyCoding: replyCoding ?? 'identity',
  };
}

/** Whether two header lists are the same; mostly the case on a kept connection. */
export function sameHeaders(a: readonly string[], b: readonly string[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) return false;
  return true;
}

const NO_HOST: Finding = {
  layer: 'http',
  severity: 'error',
  message: 'the Host header is missing',
  expected: 'Host: <host>:<port>',
  actual: 'no Host header',
  hint: 'the Host header must be included in each request (9.1.9.6)',
};

const CHUNKED: Finding = {
  layer: 'http',
  severity: 'error',
  message: 'the body was sent chunked',
  expected: 'Content-Length',
  actual: 'Transfer-Encoding',
  hint: 'OpenADR allows no chunked transfer; send the whole body with its length (9.1.9.4)',
};

const NO_LENGTH: Finding = {
  layer: 'http',
  severity: 'error',
  message: 'the Content-Length header is missing',
  expected: 'Content-Length',
  actual: 'neither Content-Length nor Transfer-Encoding, which means an empty body',
  hint: 'without Content-Length no server can read the body (9.1.9.4, RFC 9112 6.3)',
};

function contentType(value: string | undefined): readonly Finding[] {
  if (value === undefined) {
    return [unsupportedType('the Content-Type header is missing', 'no Content-Type header')];
  }
  const [type = '', ...parameters] = value.split(';').map((part) => part.trim());
  if (type.toLowerCase() !== XML) return [unsupportedType('the Content-Type is not supported', value)];
  const charset = parameters.find((parameter) => /^charset *=/i.test(parameter));
  const name = charset?.replace(/^charset *= */i, '').replaceAll('"', '');
  if (name !== undefined && name.toLowerCase() !== 'utf-8') {
    return [unsupportedType('the charset in Content-Type is not UTF-8', value)];
  }
  if (parameters.length === 0 || value.toLowerCase() === XML_UTF8) return [];
  return [
    {
      layer: 'http',
      severity: 'warning',
      message: 'the Content-Type is spelled in another way than the specification wants it',
      expected: `${XML} or ${XML_UTF8}`,
      actual: value,
      hint: 'write it exactly so (9.1.9.5)',
    },
  ];
}

function unsupportedType(message: string, actual: string): Finding {
  return {
    layer: 'http',
    severity: 'error',
    message,
    expected: `${XML} or ${XML_UTF8}`,
    actual,
    hint: 'the standard’s answer to an unsupported content type is HTTP 406 (9.1.5, 9.1.9.5)',
  };
}

function accept(value: string | undefined): readonly Finding[] {
  if (value === undefined || value.trim().toLowerCase() === XML) return [];
  const ranges = value.split(',').map((range) => (range.split(';')[0] ?? '').trim().toLowerCase());
  const included = ranges.some((range) => range === XML || range === 'application/*' || range === '*/*');
  return [
    {
      layer: 'http',
      // Every HTTP library sends */* by itself; it excludes nothing, so it is no more than untidy.
      severity: included ? 'warning' : 'error',
      message: included ? 'the Accept header is wider than allowed' : 'the Accept header excludes what a VTN sends',
      expected: XML,
      actual: value,
      hint: `leave it out or send ${XML} alone (9.1.9.1)`,
    },
  ];
}

function encoded(value: string): Finding {
  const known = codingNamed(value) !== undefined;
  return {
    layer: 'http',
    severity: 'error',
    message: known ? 'the body is compressed unasked' : 'the Content-Encoding is not supported',
    expected: 'no Content-Encoding in a request',
    actual: value,
    hint: 'only an answer may be compressed, and only where Accept-Encoding asked for it (9.1.9.2, 9.1.9.3)',
  };
}

function nothingAcceptable(value: string): Finding {
  return {
    layer: 'http',
    severity: 'warning',
    message: 'the Accept-Encoding header excludes every coding, even none',
    expected: 'gzip, deflate or identity',
    actual: value,
    hint: 'the answer is sent uncompressed',
  };
}
