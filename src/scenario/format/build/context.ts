import { durationToMs, formatDateTime, parseDateTime, parseDuration } from '../../../openadr/time.ts';
import { type AnchorRole, anchorProblem } from '../anchor-check.ts';
import { humanDuration, isAnchor, parseAnchor } from '../anchors.ts';
import type { Collector, Problem } from '../collector.ts';
import type { Draft } from '../draft.ts';
import { type Files, readNamed } from '../extend.ts';
import { type Names, type Wanted, wantedText } from '../names.ts';
import type { Anchor, StartPlan } from '../plan.ts';
import { RuntimeText } from '../runtime-text.ts';
import { AT_MOST, isReachable } from '../schema/scalars.ts';
import { at, keyAt } from '../source.ts';

/** Stands for an anchor that was refused; no plan is made then. */
const NONE: Anchor = { base: 'start', offset: 0 };

/** What is needed to turn one draft into a plan's step, and to say at its place what is wrong with it. */
export class StepContext {
  readonly draft: Draft;
  readonly names: Names;
  readonly #errors: Collector;
  readonly #files: Files;

  constructor(draft: Draft, names: Names, errors: Collector, files: Files) {
    this.draft = draft;
    this.names = names;
    this.#errors = errors;
    this.#files = files;
  }

  /** A mistake at the value of a path. */
  fail(path: readonly PropertyKey[], problem: Problem): void {
    const part = at(this.draft.located, path);
    const spot = part.kind === 'scalar' ? part.spot : { ...part.spot, length: 1 };
    this.#errors.add(spot, problem, this.draft.label);
  }

  /** A mistake at a key. */
  failAt(path: readonly PropertyKey[], key: string, problem: Problem): void {
    const spot = keyAt(this.draft.located, path, key);
    if (spot) this.#errors.add(spot, problem, this.draft.label);
    else this.fail(path, problem);
  }

  ms(duration: string): number {
    return durationToMs(duration);
  }

  anchor(path: readonly PropertyKey[], text: string, role: AnchorRole): Anchor {
    const anchor = parseAnchor(text, (name) => this.names.has(name));
    const problem = isAnchor(anchor) ? anchorProblem(anchor, role, this.draft, this.names) : anchor;
    const wanted = role === 'start' ? { expected: 'a duration, a date-time in Zulu or an anchor' } : {};
    if (problem) this.fail(path, { ...wanted, ...(humanDuration(text) ?? problem) });
    return isAnchor(anchor) ? anchor : NONE;
  }

  /** When an event starts: a duration from the step's begin, a date-time, or an anchor. */
  start(path: readonly PropertyKey[], text: string | RuntimeText): StartPlan {
    if (text instanceof RuntimeText) return this.#startAt(path, text);
    if (/^-?P/.test(text) && !this.names.has(text)) return this.#startIn(path, text);
    const time = parseDateTime(text);
    if (time === undefined) return this.anchor(path, text, 'start');
    if (!text.endsWith('Z')) {
      this.fail(path, {
        message: 'date-times are in Zulu (rule 1)',
        actual: JSON.stringify(text),
        hint: `"${formatDateTime(time)}"`,
      });
    }
    return { time };
  }

  /** Checks an id that must be one of an event, a report request or a measure; `ahead`: it may come later. */
  made(wanted: Wanted, path: readonly PropertyKey[], id: string, ahead = false): void {
    const { names, draft } = this;
    const named = names.get(id);
    const problem = names.problem(id, draft, wanted);
    if (problem) this.fail(path, problem);
    else if (!ahead && named && named.order > draft.order) {
      const message = `the ${wantedText(wanted)} "${id}" is made by step ${named.index}, which comes later`;
      this.fail(path, { message, hint: 'move this step behind it' });
    }
  }

  file(path: readonly PropertyKey[], name: string): Promise<string | undefined> {
    const mention = { spot: at(this.draft.located, path).spot, step: this.draft.label };
    return readNamed(name, mention, this.#files, this.#errors);
  }

  #startIn(path: readonly PropertyKey[], text: string): StartPlan {
    const duration = parseDuration(text);
    if (duration && isReachable(text)) return { base: 'now', offset: durationToMs(duration) };
    if (duration) {
      this.fail(path, { message: `"${text}" leads to a time that cannot be told`, expected: AT_MOST });
      return NONE;
    }
    this.fail(path, { message: `"${text}" is no duration`, expected: 'a duration like PT10S' });
    return NONE;
  }

  #startAt(path: readonly PropertyKey[], text: RuntimeText): StartPlan {
    const { only } = text;
    if (only?.variable === 'now') return { base: 'now', offset: only.plus === undefined ? 0 : durationToMs(only.plus) };
    const message = '"start" cannot wait for this variable';
    this.fail(path, {
      message,
      expected: 'a duration, a date-time in Zulu or an anchor',
      actual: JSON.stringify(text.source),
    });
    return NONE;
  }
}
