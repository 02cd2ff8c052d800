import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SaxesParser } from 'saxes';
import type { JournalRecord, NewRecord } from '../../src/journal/record.ts';
import { type HtmlSource, htmlReport } from '../../src/report/html/report.ts';
import { folder } from './cli.ts';
import { Recorder } from './ui-records.ts';

/** What stands in an HTML report, by a strict XML parser: it throws on whatever is not well-formed. */
export interface ReadReport {
  readonly html: string;
  /** Elements by name, attributes as `element@attribute`. */
  readonly names: ReadonlySet<string>;
  readonly ids: readonly string[];
  readonly links: readonly string[];
  readonly classes: ReadonlySet<string>;
  /** All text outside of the style, white space folded. */
  readonly text: string;
  /** Text of the style. */
  readonly style: string;
  readonly policy: string;
}

export function readReport(html: string): ReadReport {
  const names = new Set<string>();
  const classes = new Set<string>();
  const ids: string[] = [];
  const links: string[] = [];
  let policy = '';
  let text = '';
  let style = '';
  const open: string[] = [];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    open.push(name);
    names.add(name);
    for (const [key, value] of Object.entries(attributes)) {
      names.add(`${name}@${key}`);
      if (key === 'id') ids.push(value);
      if (key === 'href') links.push(value);
      if (key === 'class') for (const each of value.split(' ')) classes.add(each);
      if (key === 'content' && attributes['http-equiv'] === 'Content-Security-Policy') policy = value;
    }
    text += ' ';
  });
  parser.on('closetag', () => {
    open.pop();
    text += ' ';
  });
  parser.on('text', (piece) => {
    if (open.at(-1) === 'style') style += piece;
    else text += piece;
  });
  parser.write(html).close();
  return { html, names, ids, links, classes, text: text.replace(/\s+/g, ' '), style, policy };
}

/** The report of a record's files. */
export async function reportOfFiles(files: readonly string[], source: Partial<HtmlSource> = {}): Promise<ReadReport> {
  let html = '';
  for await (const piece of htmlReport({ files, ...source })) html += piece;
  return readReport(html);
}

/** The report of these records. */
export function reportOf(records: readonly JournalRecord[], source: Partial<HtmlSource> = {}): Promise<ReadReport> {
  const file = join(folder(), 'session.ndjson');
  writeFileSync(file, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
  return reportOfFiles([file], source);
}

/** The report of what is told. */
export function reportAbout(tell: (to: Recorder) => void, source: Partial<HtmlSource> = {}): Promise<ReadReport> {
  const to = new Recorder();
  tell(to);
  return reportOf(to.records, source);
}

export const SESSION: NewRecord = {
  kind: 'session',
  version: 1,
  program: 'oadr-sim 0',
  vtnID: 'OADR-SIM',
  url: 'http://127.0.0.1:8080/OpenADR2/Simple/2.0b',
  seed: 'seed-1',
  speed: 1,
};
