import { readSession } from '../../journal/read.ts';
import type { JournalRecord } from '../../journal/record.ts';
import { connections } from './connections.ts';
import { Digest } from './digest.ts';
import { events } from './events.ts';
import { findings } from './findings.ts';
import { head, type SessionEnd, titleOf } from './head.ts';
import { Log } from './log.ts';
import { html, type Markup } from './markup.ts';
import { counted } from './parts.ts';
import { steps } from './steps.ts';
import { POLICY, STYLE } from './style.ts';
import { totals } from './totals.ts';
import { vens } from './vens.ts';

/** What a report is made from. */
export interface HtmlSource {
  /** The parts of a record, in order. */
  readonly files: readonly string[];
  /** How the session ended, where that is known. */
  readonly end?: SessionEnd;
  /** Why the recording ended before the session did. */
  readonly fault?: string;
}

/**
 * A session as one HTML file: no script, nothing from outside, and a policy that forbids both. It is well-formed XML too.
 * The record is read twice, once for what stands at the top and once for the log, and never held in memory.
 * @returns pieces of the file, in order
 * @throws JournalError the record cannot be read, or is damaged
 */
export async function* htmlReport({ files, end, fault }: HtmlSource): AsyncGenerator<string, void, void> {
  const digest = new Digest();
  for await (const record of recordsOf(files)) digest.add(record);
  yield `${start(digest, end, fault)}`;
  const log = new Log(digest);
  for await (const record of recordsOf(files)) {
    const piece = log.of(record).toString();
    if (piece !== '') yield piece;
  }
  yield `${html`${log.end()}</div></section>${foot(digest)}`}`;
}

async function* recordsOf(files: readonly string[]): AsyncGenerator<JournalRecord, void, void> {
  for (const [at, file] of files.entries()) {
    for await (const record of readSession(file)) {
      // Each part begins with the session's record once more.
      if (at === 0 || record.kind !== 'session') yield record;
    }
  }
}

/** All that stands before the log. */
function start(digest: Digest, end: SessionEnd | undefined, fault: string | undefined): Markup {
  const { choice } = digest;
  const parts = [steps(digest), findings(digest), connections(digest), vens(digest), events(digest), totals(digest)];
  return html`<!DOCTYPE html>
<html lang="en" xmlns="http://www.w3.org/1999/xhtml"><head><meta charset="utf-8" />
<meta http-equiv="Content-Security-Policy" content="${POLICY}" />
<meta name="viewport" content="width=device-width, initial-scale=1" />
<meta name="color-scheme" content="light dark" />
<meta name="referrer" content="no-referrer" />
<title>${titleOf(digest)}: oadr-sim report</title>
<style>${STYLE}</style></head>
<body>
${head(digest, end)}
${contents(digest)}
${fault !== undefined && html`<p class="note">The recording ended before the session did, so the report is not whole: ${fault}</p>`}
${parts}
<section id="log"><h2>Log <small>${counted(choice.total, 'message')}, times are UTC</small></h2>
<p class="pick"><label><input type="checkbox" id="hide-idle" /> hide polls that brought nothing</label> <label><input type="checkbox" id="hide-said" /> messages only</label></p>
<div class="log">
`;
}

function contents({ scenarios, refusals, view }: Digest): Markup {
  const all: readonly (readonly [id: string, title: string, there: boolean])[] = [
    ['steps', 'Steps and expectations', scenarios.length > 0],
    ['findings', 'Findings', true],
    ['connections', 'Connections that came to nothing', refusals.all.length > 0],
    ['vens', 'VENs', true],
    ['events', 'Events', view.events.size > 0],
    ['totals', 'Totals', true],
    ['log', 'Log', true],
  ];
  return html`<nav>${all.map(([id, title, there]) => there && html`<a href="#${id}">${title}</a> `)}</nav>`;
}

function foot({ view }: Digest): Markup {
  return html`
<footer><p>Made by ${view.session?.program ?? 'oadr-sim'} from the record of the session. It is no certification.</p></footer>
</body></html>
`;
}
