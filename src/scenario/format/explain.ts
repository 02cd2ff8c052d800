import { explainValue, type WhereValue } from '../../openadr/path/index.ts';
import { durationToMs, formatHumanDuration } from '../../openadr/time.ts';
import { anchorText } from './anchors.ts';
import type { Count, EventSet, ExpectStep, MessagePattern, PlanStep, StartPlan, StepName, Subject } from './plan.ts';
import { isTemplate, type Template, variableText } from './template.ts';

/** A step before its title was made. */
export type Untitled<S extends PlanStep = PlanStep> = S extends PlanStep ? Omit<S, 'title'> : never;

type ByName = { [K in StepName]: Untitled<Extract<PlanStep, { do: K }>> };
type Explain = { readonly [K in StepName]: (step: ByName[K]) => string };

/** One line a step, for people. */
const EXPLAIN: Explain = {
  event: ({ id, set }) => `event ${id}: ${setText(set)}`,
  modify: ({ event, set }) => [`modify ${event}`, setText(set)].filter(Boolean).join(': '),
  cancel: ({ event }) => `cancel ${event}`,
  omit: ({ event }) => `omit ${event}`,
  requestReport: ({ id, reportName, specifier, reportBack, granularity, start, duration }) => {
    const once = durationToMs(reportBack) === 0;
    const parts = [
      `request report ${id}: ${plain(reportName ?? specifier ?? '')}`,
      granularity !== undefined && `granularity ${human(granularity)}`,
      once ? 'once' : `every ${human(reportBack)}`,
      start && `start ${startText(start)}`,
      duration !== undefined && durationToMs(duration) > 0 && `for ${human(duration)}`,
    ];
    return parts.filter(Boolean).join(', ');
  },
  cancelReport: ({ report, reportToFollow }) =>
    `cancel report ${report}${reportToFollow ? ', one more to follow' : ''}`,
  registerReport: () => 'send our oadrRegisterReport',
  requestReregistration: ({ pollInterval }) =>
    `request re-registration${pollInterval === undefined ? '' : `, poll every ${formatHumanDuration(pollInterval)}`}`,
  cancelRegistration: () => 'cancel the registration',
  send: ({ payload }) => `send ${payload?.name ?? 'XML'}`,
  opt: ({ event, schedule, type }) => {
    if (!schedule) return `${type} for ${event}`;
    const long = schedule.duration === 0 ? 'open-ended' : `for ${formatHumanDuration(schedule.duration)}`;
    return `${type} from ${startText(schedule.start)}, ${long}`;
  },
  restart: ({ down, state }) =>
    `restart the VTN${down > 0 ? `, down ${formatHumanDuration(down)}` : ''}${state === 'lose' ? ', its state lost' : ''}`,
  prompt: ({ text }) => `ask: ${plain(text)}`,
  wait: ({ wait }) =>
    'for' in wait ? `wait ${formatHumanDuration(wait.for)}` : `wait until ${anchorText(wait.until)}`,
  measure: ({ id, report, rID, over, take }) =>
    `measure ${id}: ${take} of ${report} ${plain(rID)} over ${formatHumanDuration(over)}`,
  note: ({ text }) => `note: ${plain(text)}`,
  repeat: ({ times, steps }) => `repeat ${times} times ${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`,
  expect: (step) => `expect ${subjectText(step.subject)}${windowText(step)}`,
};

/** One line for people: `event peak: SIMPLE level 1, 2, start now+10s`. */
export function explain(step: Untitled): string {
  const at = step.at === undefined ? '' : `at ${anchorText(step.at)}: `;
  return `${at}${sentence(step.do, step)}`;
}

function sentence<K extends StepName>(name: K, step: ByName[K]): string {
  return EXPLAIN[name](step);
}

function setText({ signals = [], start }: EventSet): string {
  const parts = signals.map(({ name, type, intervals }) => {
    return `${plain(name)} ${plain(type)} ${intervals.map(({ value }) => plain(value)).join(', ')}`;
  });
  if (start) parts.push(`start ${startText(start)}`);
  return parts.join('; ');
}

function human(duration: string): string {
  return formatHumanDuration(durationToMs(duration));
}

function startText(start: StartPlan): string {
  return 'time' in start ? new Date(start.time).toISOString() : anchorText(start);
}

function subjectText(subject: Subject): string {
  switch (subject.subject) {
    case 'that':
      return subject.that;
    case 'message':
      return `${countText(subject.count)}${patternText(subject)}`;
    case 'event': {
      const code = subject.code === undefined || subject.code === 200 ? '' : ` ${subject.code}`;
      return `${countText(subject.count)}${subject.event} ${subject.opt === 'any' ? 'any opt' : subject.opt}${code}`;
    }
    case 'report':
      return `${countText(subject.count)}oadrUpdateReport of ${subject.report}${whereText(subject.where)}`;
    case 'telemetry': {
      const of = subject.percentOf === undefined ? '' : ` % of ${subject.percentOf}`;
      return `${subject.telemetry} ${plain(subject.rID)} ${explainValue(words(subject.value))}${of}`;
    }
    case 'poll':
      return `${subject.gaps} polls every ${formatHumanDuration(subject.interval)}`;
    case 'sequence':
      return subject.sequence.map(patternText).join(', then ');
    case 'finding': {
      const what = 'layer' in subject.finding ? `${subject.finding.layer} finding` : subject.finding.severity;
      return `${countText(subject.count)}${what}${subject.in === undefined ? '' : ` in ${subject.in}`}`;
    }
  }
}

function windowText({ window, from }: Pick<ExpectStep, 'window' | 'from'>): string {
  const begin = from === undefined ? '' : ` from ${anchorText(from)}`;
  return 'within' in window
    ? `${begin} within ${formatHumanDuration(window.within)}`
    : `${begin} until ${anchorText(window.until)}`;
}

/** `no `, `exactly 2 `, nothing for the default. */
function countText({ gte, lte }: Count): string {
  if (lte === 0) return 'no ';
  if (gte !== undefined && gte === lte) return `exactly ${gte} `;
  const parts = [gte !== undefined && gte !== 1 && `at least ${gte}`, lte !== undefined && `at most ${lte}`].filter(
    Boolean,
  );
  return parts.length > 0 ? `${parts.join(', ')} ` : '';
}

function patternText({ message, where }: MessagePattern): string {
  return `${message === '*' ? 'any message' : message}${whereText(where)}`;
}

function whereText(where: MessagePattern['where']): string {
  const texts = (where ?? []).map((object) => {
    return Object.entries(object)
      .map(([key, value]) => `${key} ${explainValue(words(value))}`)
      .join(' and ');
  });
  return texts.length > 0 ? ` where ${texts.join(', or ')}` : '';
}

/** A value with its variables as text. */
function words(value: unknown): WhereValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (isTemplate(value)) return templateText(value);
  if (typeof value !== 'object' || value === null) return '';
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    Array.isArray(item) ? item.map(words) : words(item),
  ]);
  return Object.fromEntries(entries);
}

function plain(value: string | number | Template): string {
  return isTemplate(value) ? templateText(value) : String(value);
}

function templateText({ template }: Template): string {
  return template.map((part) => (typeof part === 'string' ? part : variableText(part))).join('');
}
