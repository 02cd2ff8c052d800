import type { Finding } from '../openadr/finding.ts';
import type { Body } from './record.ts';

/** What a filter looks at: a message record, or a row made of one with the body that it names as the same. */
export interface FilterSubject {
  readonly dir: 'in' | 'out';
  readonly ven?: string;
  /** What people call the VEN. */
  readonly venName?: string;
  readonly name?: string;
  readonly service: string;
  readonly findings: readonly Finding[];
  readonly body?: Body;
}

/** A filter that was understood. */
export interface Filter {
  readonly text: string;
  matches(subject: FilterSubject): boolean;
}

/** Why a filter was not understood. */
export interface FilterError {
  readonly message: string;
  /** 0-based place in the text. */
  readonly at: number;
  readonly hint: string;
}

type Test = (subject: FilterSubject) => boolean;

/** Keys of the filter language; each makes a test of the text after its colon, or says why it cannot. */
const KEYS: Readonly<Record<string, (value: string) => Test | string>> = {
  ven: (value) => {
    const has = containing(value);
    return (subject) => has(subject.ven ?? '') || has(subject.venName ?? '');
  },
  type: (value) => {
    const has = containing(value);
    return (subject) => has(subject.name ?? '');
  },
  dir: (value) =>
    value === 'in' || value === 'out' ? (subject) => subject.dir === value : 'dir: takes in or out, in is from the VEN',
  sev: (value) =>
    value === 'error' || value === 'warning' || value === 'info'
      ? (subject) => subject.findings.some((finding) => finding.severity === value)
      : 'sev: takes error, warning or info',
  rule: (value) =>
    /^\d+$/.test(value)
      ? (subject) => subject.findings.some((finding) => finding.rule === Number(value))
      : 'rule: takes the number of a conformance rule',
};

/** Words of a filter: `!`, then `key:` and a value, or a text; values and texts may stand in quotes. `|` stands alone. */
const WORD = /\s*(?:(\|)|(!)?(?:([a-z]+):)?(?:"([^"]*)"|([^\s|"]+)))/y;

/**
 * Understands a filter: words that must all be found (text of the message, `ven:`, `type:`, `dir:`, `sev:`, `rule:`),
 * `!` before one negates it, `|` between groups means or, quotes keep spaces. Case does not matter. An unknown key is
 * an error; quotes make a text of it. An empty filter matches everything.
 */
export function parseFilter(text: string): { readonly filter: Filter } | { readonly error: FilterError } {
  const groups: Test[][] = [[]];
  let at = 0;
  while (text.slice(at).trim() !== '') {
    WORD.lastIndex = at;
    const word = WORD.exec(text);
    if (!word) return { error: { message: 'a quote is not closed', at, hint: 'end it with "' } };
    const start = at + (word[0].length - word[0].trimStart().length);
    at = WORD.lastIndex;
    if (word[1] !== undefined) {
      groups.push([]);
      continue;
    }
    const test = testOf(word[3], word[4] ?? word[5] ?? '');
    if (typeof test === 'string') return { error: { message: test, at: start, hint: 'quotes make a text of it' } };
    groups.at(-1)?.push(word[2] === undefined ? test : (subject) => !test(subject));
  }
  const filled = groups.filter((group) => group.length > 0);
  const matches: Test = (subject) => filled.some((group) => group.every((test) => test(subject)));
  return { filter: { text, matches: filled.length === 0 ? () => true : matches } };
}

function testOf(key: string | undefined, value: string): Test | string {
  if (key === undefined) return textTest(value);
  const make = KEYS[key];
  // `urn:…` and `http:…` are what people paste from a payload.
  if (!make && (key === 'urn' || value.startsWith('//'))) return textTest(`${key}:${value}`);
  if (!make) return `no key ${key}:, there are ${Object.keys(KEYS).join(': ')}:`;
  return make(value);
}

function textTest(value: string): Test {
  const has = containing(value);
  return (subject) =>
    has(subject.name ?? '') ||
    has(subject.ven ?? '') ||
    has(subject.venName ?? '') ||
    has(subject.service) ||
    subject.findings.some((finding) => has(finding.message)) ||
    (typeof subject.body === 'string' && has(subject.body));
}

/** A look-up that minds no case and copies no body. */
function containing(value: string): (text: string) => boolean {
  const pattern = new RegExp(value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
  return (text) => pattern.test(text);
}
