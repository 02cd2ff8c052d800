import type { Finding, Layer, Severity } from '../finding.ts';
import { pathOf, type XmlElement } from '../xml/tree.ts';

/** What a finding says beside its message. */
export interface Detail {
  readonly expected?: string;
  readonly actual?: string;
  readonly hint?: string;
}

const MOST = 1000;
const LONGEST = 80;

/** A value as it is shown in a finding: not too long, in one line. */
export function shown(text: string): string {
  const line = text.slice(0, 2 * LONGEST).replace(/\s+/g, ' ');
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

/** Findings of one message, in the order of their places. A hostile body cannot make them endless. */
export class Findings {
  readonly all: Finding[] = [];
  #invalid = false;
  #dropped = 0;

  /** Whether one was an error of XML or schema. */
  get invalid(): boolean {
    return this.#invalid;
  }

  add(finding: Finding): void {
    if (finding.severity === 'error' && (finding.layer === 'schema' || finding.layer === 'xml')) this.#invalid = true;
    if (this.all.length < MOST) this.all.push(finding);
    else this.#dropped += 1;
  }

  /** Whether no more errors are kept; one that would have come is counted then, and need not be worded. */
  overflows(): boolean {
    if (this.all.length < MOST) return false;
    this.#invalid = true;
    this.#dropped += 1;
    return true;
  }

  /** A finding that says nothing against XML and schema. */
  note(finding: Finding): void {
    const invalid = this.#invalid;
    this.add(finding);
    this.#invalid = invalid;
  }

  /** A finding at an element; `child` is added to its path. */
  at(node: XmlElement, layer: Layer, severity: Severity, message: string, detail: Detail = {}, child?: string): void {
    if (this.all.length >= MOST) {
      this.add({ layer, severity, message });
      return;
    }
    const path = child === undefined ? pathOf(node) : `${pathOf(node)}/${child}`;
    const place = node.line > 0 ? { line: node.line, column: node.column } : {};
    this.add({ layer, severity, message, path, ...place, ...detail });
  }

  /** The findings by line and column, with a last one that counts those left out. */
  list(): Finding[] {
    const sorted = this.all.length > 1 ? this.all.sort(byPlace) : this.all;
    if (this.#dropped === 0) return sorted;
    return [...sorted, { layer: 'schema', severity: 'info', message: `${this.#dropped} more findings were left out` }];
  }
}

function byPlace(one: Finding, other: Finding): number {
  return (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0);
}
