import type { MessageRecord } from '../../journal/record.ts';
import { worstOf } from '../../journal/view.ts';
import type { Gist } from '../../openadr/gist.ts';
import { findingPart } from './findings.ts';
import { type Hole, html, type Markup } from './markup.ts';
import { bytes, clockTime, counted, difference, facts, moment, pill, short, TONES, type Tone } from './parts.ts';

/** What a message's row needs beside its record. */
export interface MessageContext {
  /** Name of its VEN for people. */
  readonly ven: string;
  readonly gist: Gist;
  /** The body, or where it is. */
  readonly body: Hole;
  /** A failed step names it: unfolded from the start. */
  readonly open: boolean;
}

/** A message: a line to read over, and all of it inside. */
export function messagePart(record: MessageRecord, context: MessageContext): Markup {
  const classes = `${record.dir}${isIdle(record) ? ' idle' : ''}`;
  return html`<details class="${classes}" id="r${record.seq}"${context.open && html` open="open"`}>${row(record, context)}
<div class="inside">
${record.findings.slice(0, 100).map(findingPart)}
${about(record)}
${context.body}
</div></details>
`;
}

/** A poll that brought nothing, and the answer to it, without a finding. */
function isIdle({ dir, name, service, status, findings }: MessageRecord): boolean {
  if (findings.length > 0 || service !== 'OadrPoll') return false;
  return dir === 'in' ? name === 'oadrPoll' : name === 'oadrResponse' && (status === undefined || status === 200);
}

function row(record: MessageRecord, { ven, gist }: MessageContext): Markup {
  const { findings, status, took, size, dir } = record;
  const worst = worstOf(findings);
  const pills = [
    ...(worst ? [pill(TONES[worst], counted(findings.length, 'finding'))] : []),
    ...(status === undefined || status === 200 ? [] : [pill('bad', status === 0 ? 'undelivered' : `HTTP ${status}`)]),
    ...(gist.code === undefined || gist.code === '200' ? [] : [pill('bad', short(gist.code, 20))]),
    ...signed(record),
  ];
  const tail = [bytes(size), ...(took === undefined ? [] : [`${took.toFixed(0)} ms`])].join(' · ');
  return html`<summary class="row"><time>${clockTime(record.time)}</time> <span class="dir">${dir === 'in' ? '◀ from' : '▶ to'}</span> <span>${short(ven, 100)}</span> <span class="name">${short(record.name ?? record.service, 100)}</span> ${pills} <span class="soft">${gist.text && short(gist.text, 200)}</span> <span class="size">${tail}</span></summary>`;
}

const SIGNED: Readonly<Record<string, readonly [tone: Tone, text: string]>> = {
  holds: ['ok', 'signature holds'],
  refused: ['bad', 'signature refused'],
  missing: ['bad', 'signature missing'],
  made: ['info', 'signed'],
};

function signed({ signature }: MessageRecord): Markup[] {
  const [tone, text] = (signature && SIGNED[signature.verdict]) ?? [];
  return tone && text ? [pill(tone, text)] : [];
}

function about({ seq, exchange, connection, service, status, headers = [], signature, ven }: MessageRecord): Markup {
  return facts([
    ['record', `${seq}, exchange ${short(exchange, 100)}, connection ${short(connection, 100)}`],
    ['service', `${short(service, 100)}${status === undefined ? '' : `, HTTP ${status}`}`],
    ['venID', ven && short(ven, 200)],
    [
      'signature',
      signature &&
        [
          signature.verdict,
          signature.method,
          signature.subject && `by ${short(signature.subject, 200)}`,
          signature.fingerprint,
          signature.timestamp !== undefined && `stamped ${moment(signature.timestamp)}`,
          signature.offset !== undefined && `${difference(signature.offset)} to our clock`,
        ]
          .filter((each) => typeof each === 'string' && each !== '')
          .join(', '),
    ],
    ['headers', headers.length > 0 && html`<code>${headerLines(headers)}</code>`],
  ]);
}

/** Their values say who somebody is to others; the report goes to others. */
const SECRET = /^(?:proxy-)?authorization$|^(?:set-)?cookie$/i;

function headerLines(headers: readonly string[]): Markup[] {
  const lines: Markup[] = [];
  for (let at = 0; at < headers.length && at < 200; at += 2) {
    const name = headers[at] ?? '';
    const value = headers[at + 1] ?? '';
    const shown = SECRET.test(name) ? `(${value.length} characters, left out)` : short(value, 500);
    lines.push(html`${at > 0 && html`<br />`}${short(name, 100)}: ${shown}`);
  }
  return lines;
}
