import type { Finding } from '../openadr/index.ts';
import type { Answered, HandlerName } from './ask.ts';
import type { Change } from './change.ts';
import type { CommandError } from './command-error.ts';
import type { Outgoing, VtnResult } from './types.ts';

type Told = Omit<Finding, 'layer' | 'severity' | 'message'>;

const NOTHING: readonly never[] = Object.freeze([]);

/** Findings of one message: a hostile one cannot make them endless. */
const MOST = 1000;

/** What one call of the core brings about: gathered by the services, returned by `Vtn`. */
export class Turn {
  readonly now: number;
  /** The HTTP exchange that is being answered, if any. */
  readonly exchange: string | undefined;
  /** venID of the VEN that sent the message, once that is known. */
  ven: string | undefined;
  /** The program's answer to the question that the message raised before. */
  answered: { readonly handler: HandlerName; readonly answered: Answered } | undefined;
  /** Why that answer cannot be used; the program is told. */
  answerFault: CommandError | undefined;
  readonly changes: Change[] = [];
  readonly findings: Finding[] = [];
  readonly #dirty = new Set<string>();
  #leftOut = 0;

  /**
   * @param now bench time, ms since the epoch
   * @param earlier a turn whose changes nobody was told
   */
  constructor(now: number, exchange?: string, earlier?: Turn) {
    this.now = now;
    this.exchange = exchange;
    if (!earlier) return;
    this.changes.push(...earlier.changes);
    for (const venID of earlier.#dirty) this.#dirty.add(venID);
  }

  change(change: Change): void {
    this.changes.push(change);
  }

  /** A VEN's durable part became another; it is stored before the reply goes out. */
  dirty(venID: string): void {
    this.#dirty.add(venID);
  }

  /** The received message does not fit what went before it. */
  sequence(severity: Finding['severity'], message: string, told: Told = {}): void {
    this.#find({ layer: 'sequence', severity, message, ...told });
  }

  /** The received message itself breaks a rule that needs the VTN's state to be judged. */
  rule(rule: number, severity: Finding['severity'], message: string, told: Omit<Told, 'rule'> = {}): void {
    this.#find({ layer: 'rule', severity, rule, message, ...told });
  }

  #find(finding: Finding): void {
    if (this.findings.length < MOST) this.findings.push(finding);
    else this.#leftOut++;
  }

  #found(): readonly Finding[] {
    if (this.#leftOut === 0) return this.findings;
    const message = `${this.#leftOut} more findings were left out`;
    return [...this.findings, { layer: 'sequence', severity: 'info', message }];
  }

  result(reply?: Outgoing): VtnResult {
    return {
      reply,
      ven: this.ven,
      sends: NOTHING,
      changes: this.changes,
      findings: this.#found(),
      dirty: this.#dirty.size === 0 ? NOTHING : [...this.#dirty],
      ...(this.answerFault && { answerFault: this.answerFault }),
    };
  }
}
