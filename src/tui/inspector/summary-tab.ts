import type { BenchPort } from '../../bench/port.ts';
import { type MessageRow, type View, venLabel } from '../../journal/view.ts';
import { childElements, textOf, type XmlElement } from '../../openadr/xml/tree.ts';
import { bytesText, dateTime, offsetText, tookText } from '../format.ts';
import { type Line, line, span } from '../text.ts';
import type { Theme } from '../theme.ts';
import { findingLines } from './findings-tab.ts';
import { field } from './http-tab.ts';
import { refusalLines } from './refusal.ts';

/** Characters above which the fields are not worked out. */
const LARGE = 1_000_000;

/** Lines of fields that are drawn. */
const MOST = 2_000;

/** A smaller difference of clocks is not worth a line, ms. */
const TOLD = 1_000;

/** The message in short: who, when, what is wrong, then its fields, one a line. */
export function summaryTab(row: MessageRow, view: View, bench: Pick<BenchPort, 'parsed'>, theme: Theme): Line[] {
  const label = venLabel(view, row.ven);
  const who = row.ven === undefined ? 'an unknown VEN' : label === row.ven ? label : `${label} (${row.ven})`;
  const facts = [
    row.status === undefined ? undefined : `HTTP ${row.status}`,
    row.took === undefined ? undefined : tookText(row.took),
    bytesText(row.size),
  ];
  const lines: Line[] = [
    field(row.dir === 'in' ? 'from' : 'to', who),
    field('time', dateTime(row.time)),
    field(row.service, facts.filter((fact) => fact !== undefined).join(', ')),
  ];
  if (row.tls) lines.push(field('TLS', `${row.tls.version} ${row.tls.suite}, ${row.tls.subject ?? 'no certificate'}`));
  const clock = row.ven === undefined ? undefined : view.vens.get(row.ven)?.clock;
  if (clock && Math.abs(clock.offset) >= TOLD) {
    lines.push(field('its clock', `${offsetText(clock.offset)} against ours, by its ${clock.from}`));
  }
  for (const finding of row.record.findings) lines.push(...findingLines(finding, theme));
  return [...lines, [], ...fieldsOf(row, bench)];
}

function fieldsOf(row: MessageRow, bench: Pick<BenchPort, 'parsed'>): Line[] {
  if (row.source.body === undefined) return [[span(row.size === 0 ? 'no body' : 'the body is no longer kept', 'dim')]];
  if (row.size > LARGE) return [[span('too large for a summary; the XML tab shows its beginning', 'dim')]];
  const { tree } = bench.parsed(row.source);
  const words = tree ? [] : refusalLines(row);
  if (words.length > 0) return words;
  if (!tree) return [[span('no element could be read; the XML tab shows the bytes', 'warn')]];
  const lines: Line[] = [];
  const payload = payloadOf(tree);
  lines.push([span(payload.name, 'title')]);
  for (const child of childElements(payload)) write(lines, child, 1);
  return lines.length > MOST ? [...lines.slice(0, MOST), [span(`${lines.length - MOST} more fields`, 'dim')]] : lines;
}

/** The payload within its envelope (oadrPayload, oadrSignedObject), else the root. */
function payloadOf(tree: XmlElement): XmlElement {
  let at = tree;
  for (const envelope of ['oadrPayload', 'oadrSignedObject']) {
    if (at.name !== envelope) continue;
    const inside = childElements(at).findLast((child) => child.name !== 'Signature');
    if (inside) at = inside;
  }
  return at;
}

/** Elements that only wrap a value: xcal's and the event's. */
function unwrap(element: XmlElement): XmlElement {
  const children = childElements(element);
  const only = children[0];
  return children.length === 1 && only ? unwrap(only) : element;
}

/** Widest line in which several leaves stand together. */
const TOGETHER = 64;

function write(lines: Line[], element: XmlElement, depth: number): void {
  const inner = unwrap(element);
  const children = childElements(inner);
  const pad = '  '.repeat(depth);
  if (children.length === 0) {
    lines.push(line(pad, span(`${element.name}  `, 'dim'), span(textOf(inner).trim(), 'bold')));
    return;
  }
  const leaves = children.map((child) => ({ name: child.name, leaf: unwrap(child) }));
  const flat = leaves.every(({ leaf }) => childElements(leaf).length === 0);
  const texts = leaves.map(({ name, leaf }) => [name, textOf(leaf).trim()] as const);
  if (flat && texts.reduce((sum, [name, text]) => sum + name.length + text.length + 3, 0) <= TOGETHER) {
    const pairs = texts.flatMap(([name, text]) => [span(`${name} `, 'dim'), span(`${text}  `, 'bold')]);
    lines.push(line(pad, span(`${element.name}  `, 'tag'), ...pairs));
    return;
  }
  lines.push(line(pad, span(element.name, 'tag')));
  for (const child of children) write(lines, child, depth + 1);
}
