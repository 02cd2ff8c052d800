import type { JournalRecord } from './record.ts';

/** Version of the file format that is written and read. */
export const VERSION = 1;

type Fields = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const number: Check = (value) => typeof value === 'number';
const list: Check = (value) => Array.isArray(value);
const object: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const texts: Check = (value) => Array.isArray(value) && value.every(text);
const body: Check = (value) => text(value) || (object(value) && text((value as Fields).base64));
const maybe =
  (check: Check): Check =>
  (value) =>
    value === undefined || check(value);

const BASE: Readonly<Record<string, Check>> = { seq: number, time: number, mono: number, kind: text };

/** What readers of a record rely on, kind by kind; a file may come from anywhere. */
const SHAPES: { readonly [K in JournalRecord['kind']]: Readonly<Record<string, Check>> } = {
  session: { version: number, program: text },
  connection: { connection: text, fact: (value) => object(value) && text((value as Fields).fact) },
  message: {
    dir: (value) => value === 'in' || value === 'out',
    exchange: text,
    connection: text,
    service: text,
    ven: maybe(text),
    name: maybe(text),
    headers: maybe(texts),
    body: maybe(body),
    same: maybe(number),
    size: number,
    findings: list,
  },
  state: { ven: text, change: (value) => object(value) && text((value as Fields).what) },
  command: { by: text, command: (value) => object(value) && text((value as Fields).do) },
  step: { scenario: text, step: text, do: text, title: text, state: text },
  scenario: { scenario: text, file: text, state: text },
  verdict: { scenario: text, verdict: text, expectations: object },
  log: { level: text, source: text, message: text },
};

const CHECKS = new Map(
  Object.entries(SHAPES).map(([kind, shape]) => [kind, [...Object.entries(BASE), ...Object.entries(shape)]]),
);

/** Whether a parsed line has the shape of a record. */
export function isRecord(value: unknown): value is JournalRecord {
  if (typeof value !== 'object' || value === null) return false;
  const fields = value as Fields;
  const checks = typeof fields.kind === 'string' ? CHECKS.get(fields.kind) : undefined;
  return checks?.every(([name, check]) => check(fields[name])) ?? false;
}
