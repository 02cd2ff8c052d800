import { clean } from '../journal/clean.ts';
import type {
  ConnectionRecord,
  JournalRecord,
  MessageRecord,
  ScenarioRecord,
  SessionRecord,
  StateRecord,
  StepRecord,
} from '../journal/record.ts';
import { RefusedConnections, type Told } from '../journal/refused.ts';
import { formatHumanDuration } from '../openadr/duration.ts';
import type { Finding } from '../openadr/finding.ts';
import type { Gist } from '../openadr/gist.ts';
import { ReportTeller } from './report-teller.ts';
import { clock, type Style, sentence, shown, span } from './style.ts';
import type { Tally } from './tally.ts';

/** Kinds of findings that are remembered as told; more are told each time. */
const TOLD = 10_000;
/** Readings that are remembered. */
const GISTS = 1_000;

/** The lines of plain output: what a record says to a person, in order, as it happens. */
export class Lines {
  readonly #tally: Tally;
  readonly #style: Style;
  readonly #gist: (record: MessageRecord) => Gist;
  readonly #told = new Set<string>();
  readonly #gists = new Map<number, Gist>();
  readonly #reports = new ReportTeller();
  readonly #connections = new RefusedConnections();

  /** @param gist reads a message for its response code and opt */
  constructor(tally: Tally, style: Style, gist: (record: MessageRecord) => Gist = () => ({})) {
    this.#tally = tally;
    this.#style = style;
    this.#gist = gist;
  }

  /** @param told false: followed, for what comes after it, and not told */
  of(record: JournalRecord, told = true): string[] {
    const connection = record.kind === 'connection' ? this.#connections.see(record) : undefined;
    if (!told) return [];
    const at = this.#style.dim(clock(record.time));
    switch (record.kind) {
      case 'session':
        return sessionLines(record);
      case 'message':
        return [`${at} ${this.#message(record)}`, ...this.#findings(record.ven, record.findings)];
      case 'step':
        return this.#step(record).map((text) => `${at} ${text}`);
      case 'scenario':
        return this.#scenario(record, at);
      case 'connection':
        return connection && !connection.again ? this.#connection(record, at, connection) : [];
      case 'state':
        return this.#state(record.change).map((text) => `${at} · ${this.#name(record.ven)} ${text}`);
      case 'log':
        return record.level === 'info' ? [this.#style.dim(`${clock(record.time)} · ${shown(record.message)}`)] : [];
      default:
        return [];
    }
  }

  #name(ven: string | undefined): string {
    return shown(this.#tally.nameOf(ven));
  }

  /** Facts of the core in words, without time and VEN. */
  #state(change: StateRecord['change']): readonly string[] {
    switch (change.what) {
      case 'ven':
        return [`${change.state} (${change.cause})`];
      case 'presence':
        return [change.presence];
      case 'reports':
      case 'reportRequest':
      case 'readings':
      case 'opt':
        return this.#reports.of(change).map(shown);
      default:
        return [];
    }
  }

  #message(record: MessageRecord): string {
    const { status } = record;
    const { code, text } = this.#gistOf(record);
    const notes = [
      ...(status === undefined || status === 200 ? [] : [status === 0 ? 'undelivered' : `HTTP ${status}`]),
      ...(code === undefined || code === '200' ? [] : [code]),
    ].map((note) => this.#style.warn(shown(note)));
    const took = record.took === undefined ? [] : [this.#style.dim(`${record.took.toFixed(0)} ms`)];
    const arrow = record.dir === 'in' ? '◀' : '▶';
    const gist = text === undefined ? [] : [shown(text)];
    return [arrow, this.#name(record.ven), shown(record.name ?? record.service), ...notes, ...gist, ...took].join(' ');
  }

  /** A body that stands in an earlier record is not read again. */
  #gistOf(record: MessageRecord): Gist {
    if (record.name === 'oadrPoll') return {};
    const seq = record.same ?? record.seq;
    const known = this.#gists.get(seq);
    if (known) return known;
    const gist = this.#gist(record);
    if (this.#gists.size >= GISTS) this.#gists.clear();
    this.#gists.set(seq, gist);
    return gist;
  }

  /**
   * A finding that comes with every message is told in full once; after that errors in one line, others not at all. One with
   * another remedy is another finding: two digests may be wrong in two ways.
   */
  #findings(ven: string | undefined, findings: readonly Finding[]): string[] {
    return findings.flatMap((finding) => {
      const first = this.#first(ven, finding);
      if (!first && finding.severity !== 'error') return [];
      const rule = finding.rule === undefined ? '' : ` ${finding.rule}`;
      const place = finding.line === undefined ? '' : ` line ${finding.line}:${finding.column ?? 1}`;
      const paint = { error: this.#style.fail, warning: this.#style.warn, info: this.#style.dim }[finding.severity];
      const head = paint(`    ${finding.severity} ${finding.layer}${rule}: ${sentence(finding.message)}${place}`);
      return first ? [head, ...details(finding)] : [head];
    });
  }

  #first(ven: string | undefined, finding: Finding): boolean {
    const key = `${ven ?? ''}\n${finding.layer}\n${finding.path ?? ''}\n${finding.message}\n${finding.hint ?? ''}`;
    if (this.#told.has(key)) return false;
    if (this.#told.size < TOLD) this.#told.add(key);
    return true;
  }

  #step(record: StepRecord): string[] {
    const title = shown(record.title);
    const reason = record.detail ? `: ${clean(record.detail.message)}` : '';
    switch (record.state) {
      case 'passed': {
        const after = record.detail?.after === undefined ? '' : this.#style.dim(` ${span(record.detail.after)}`);
        return [`${this.#style.pass('✓')} ${title}${after}`];
      }
      case 'failed':
        return [`${this.#style.fail('✗')} ${title}${reason}`];
      case 'skipped':
        return [`${this.#style.dim('-')} ${title} skipped${reason}`];
      case 'done':
        return record.do === 'expect' || record.do === 'note' ? [] : [`${this.#style.pass('·')} ${title}`];
      default:
        return [];
    }
  }

  #scenario(record: ScenarioRecord, at: string): string[] {
    if (record.state === 'started') return ['', this.#style.bold(`▶ ${shown(record.scenario)}`)];
    if (record.state !== 'prompt' && record.state !== 'note') return [];
    return [`${at} ${record.state === 'prompt' ? '?' : '·'} ${clean(record.text ?? '')}`];
  }

  #connection({ connection, fact }: ConnectionRecord, at: string, { address }: Told): string[] {
    const head = `${at} !${address === undefined ? '' : ` ${shown(address)}`}`;
    if (fact.fact === 'tlsRefused') {
      return [this.#style.warn(`${head} TLS: ${sentence(fact.message)}`), `        try: ${sentence(fact.remedy)}`];
    }
    if (fact.fact === 'limited') {
      return [this.#style.warn(`${at} ! ${sentence(fact.message)}`), `        try: ${sentence(fact.remedy)}`];
    }
    if (fact.fact !== 'answered' && fact.fact !== 'clientError') return [];
    const what =
      fact.fact === 'answered'
        ? `${shown(fact.method)} ${shown(fact.url)} → ${fact.status}: ${fact.reason}`
        : (fact.findings[0]?.message ?? fact.message);
    const [first] = fact.findings;
    const known = first !== undefined && !this.#first(fact.fact === 'answered' ? fact.url : connection, first);
    return [this.#style.warn(`${head} ${sentence(what)}`), ...(first && !known ? details(first) : [])];
  }
}

/** Expected, actual and remedy of a finding, as `check` prints them. */
export function details({ expected, actual, hint }: Finding): string[] {
  return [
    ...(expected === undefined ? [] : [`        expected: ${sentence(expected)}`]),
    ...(actual === undefined ? [] : [`        actual:   ${sentence(actual)}`]),
    ...(hint === undefined ? [] : [`        try: ${sentence(hint)}`]),
  ];
}

/** The address first and alone on its line: scripts wait for it. */
function sessionLines({ url, vtnID, tls, signatures }: SessionRecord): string[] {
  if (url === undefined || vtnID === undefined) return [];
  const local = /^https?:\/\/(?:127\.|localhost|\[::1\])/.test(url);
  return [
    `listening ${clean(url)}`,
    `vtnID ${shown(vtnID)}, ${tls ? shown(tls.about) : 'plain HTTP'}, times are UTC`,
    ...(tls ? tlsLines(tls) : []),
    ...(signatures ? [signatureLine(signatures, tls !== undefined)] : []),
    // Whether that is dangerous is told by a warning of its own.
    local ? 'this machine only; hardware needs --host 0.0.0.0 or an address' : 'reachable from other machines',
  ];
}

/** Who must sign, how fresh a message must be, and what this VTN signs with; its TLS certificates are told already. */
function signatureLine(signatures: NonNullable<SessionRecord['signatures']>, tls: boolean): string {
  const { mode, replayWindow, certificates } = signatures;
  const who = mode === 'require' ? 'required of every message' : 'on for VENs that register with oadrXmlSignature';
  const keys = certificates.map(({ key, fingerprint }) => shown(tls ? key : `${key} ${fingerprint}`)).join(', ');
  return `signatures ${who}; ReplayProtect within ${formatHumanDuration(replayWindow)} either way; this VTN signs with ${keys}`;
}

/** What this VTN presents, and what it wants of VENs. */
function tlsLines({ certificates, clientCertificates, rejectWith }: NonNullable<SessionRecord['tls']>): string[] {
  const wanted = clientCertificates === 'required' ? 'required' : 'asked for, and checked where they are sent';
  return [
    ...certificates.map(({ subject, key, fingerprint, notAfter }) => {
      const until = new Date(notAfter).toISOString().slice(0, 10);
      return `certificate ${shown(subject)}, ${shown(key)}, until ${until}, fingerprint ${shown(fingerprint)}`;
    }),
    `client certificates are ${wanted}; bad ones get ${rejectWith === '403' ? 'HTTP 403' : 'an alert in the handshake'}`,
  ];
}
