import type {
  Anchor,
  AnchorStep,
  EventSet,
  ExpectStep,
  PlanStep,
  ScenarioPlan,
  StepBase,
  StepName,
  Subject,
  VenSelector,
} from '../../../src/scenario/format/index.ts';

export const S = 1000;
export const MIN = 60 * S;

type Common = Partial<Omit<StepBase, 'index' | 'title' | 'place'>>;
type Step<D extends StepName> = Extract<PlanStep, { do: D }>;

/** `start`, `now`, `peak`, `peak.done`, `peak.active`, `peak[1]`, with an offset in ms. */
export function at(text: string, offset = 0): Anchor {
  if (text === 'start' || text === 'end' || text === 'now') return { base: text, offset };
  const [, id = '', part, uid] = /^([\w-]+)(?:\.(\w+)|\[(\d+)\])?$/.exec(text) ?? [];
  if (uid !== undefined) return { base: { id, part: { interval: Number(uid) } }, offset };
  return { base: part === undefined ? { id } : { id, part: part as Exclude<AnchorStep['part'], object> }, offset };
}

/** A scenario with one VEN `dut`, polled every 5 s; steps get their numbers here. */
export function planOf(steps: readonly PlanStep[], overrides: Partial<ScenarioPlan> = {}): ScenarioPlan {
  const vens = overrides.vens ?? { dut: {} };
  return {
    name: 'test',
    tags: [],
    file: 'test.json',
    vtn: {
      pollInterval: 5 * S,
      conformance: { default: 'error', overrides: {} },
      marketContext: 'http://example.com/lab',
      registerReports: true,
    },
    requires: [],
    timeout: 60 * MIN,
    teardown: 'cancel',
    ...overrides,
    vens: Object.fromEntries(Object.entries(vens).map(([alias, given]) => [alias, { ...selector, ...given }])),
    steps: steps.map((step, index) => numbered(step, String(index + 1), Object.keys(vens))),
  };
}

const selector: VenSelector = { count: 1, fresh: false };

function numbered(step: PlanStep, index: string, aliases: readonly string[]): PlanStep {
  const place = { file: 'test.json', line: Number(index.split('.')[0]), column: 5, source: `{ "do": "${step.do}" }` };
  const vens = step.vens.length > 0 ? step.vens : aliases;
  if (step.do !== 'repeat') return { ...step, index, place, vens };
  return {
    ...step,
    index,
    place,
    vens,
    steps: step.steps.map((one, i) => numbered(one, `${index}.${i + 1}`, aliases)),
  };
}

function base(title: string, common: Common = {}): StepBase {
  return { index: '', vens: [], soft: false, title, place: { file: '', line: 0, column: 0, source: '' }, ...common };
}

/** One SIMPLE signal of two intervals of 10 s, 10 s from now. */
export const twoLevels: EventSet & Pick<Step<'event'>['set'], 'start' | 'signals'> = {
  start: at('now', 10 * S),
  signals: [
    {
      name: 'SIMPLE',
      type: 'level',
      intervals: [
        { duration: 'PT10S', value: 1 },
        { duration: 'PT10S', value: 2 },
      ],
    },
  ],
};

export const step = {
  event: (
    id = 'peak',
    set: Partial<EventSet> = {},
    common: Common & { deliver?: number | 'none' } = {},
  ): Step<'event'> => ({
    ...base(`event ${id}`, common),
    do: 'event',
    id,
    set: { ...twoLevels, ...set },
    patch: [],
    ...(common.deliver === undefined ? {} : { deliver: common.deliver }),
  }),
  modify: (event = 'peak', set: EventSet = { priority: 1 }, common: Common = {}): Step<'modify'> => ({
    ...base(`modify ${event}`, common),
    do: 'modify',
    event,
    set,
    patch: [],
  }),
  cancel: (event = 'peak', common: Common = {}): Step<'cancel'> => ({
    ...base(`cancel ${event}`, common),
    do: 'cancel',
    event,
  }),
  omit: (event = 'peak', common: Common = {}): Step<'omit'> => ({
    ...base(`omit ${event}`, common),
    do: 'omit',
    event,
  }),
  registerReport: (common: Common & { deliver?: number | 'none' } = {}): Step<'registerReport'> => ({
    ...base('registerReport', common),
    do: 'registerReport',
    patch: [],
  }),
  reregister: (
    common: Common & { pollInterval?: number; deliver?: number | 'none' } = {},
  ): Step<'requestReregistration'> => ({
    ...base('requestReregistration', common),
    do: 'requestReregistration',
    ...(common.pollInterval === undefined ? {} : { pollInterval: common.pollInterval }),
  }),
  requestReport: (id = 'usage', more: Partial<Step<'requestReport'>> = {}): Step<'requestReport'> => ({
    ...base(`requestReport ${id}`),
    do: 'requestReport',
    id,
    reportName: 'TELEMETRY_USAGE',
    reportBack: 'PT5S',
    granularity: 'PT5S',
    ...more,
  }),
  cancelReport: (report = 'usage', more: Partial<Step<'cancelReport'>> = {}): Step<'cancelReport'> => ({
    ...base(`cancelReport ${report}`),
    do: 'cancelReport',
    report,
    reportToFollow: false,
    ...more,
  }),
  measure: (id = 'base', more: Partial<Step<'measure'>> = {}): Step<'measure'> => ({
    ...base(`measure ${id}`),
    do: 'measure',
    id,
    report: 'usage',
    rID: 'load',
    over: 20 * S,
    take: 'mean',
    time: 'sample',
    ...more,
  }),
  opt: (more: Partial<Step<'opt'>> = {}): Step<'opt'> => ({
    ...base('opt'),
    do: 'opt',
    type: 'optOut',
    ...more,
  }),
  restart: (down = 0, state: 'keep' | 'lose' = 'keep', common: Common = {}): Step<'restart'> => ({
    ...base('restart', common),
    do: 'restart',
    down,
    state,
  }),
  prompt: (common: Common & Partial<Pick<Step<'prompt'>, 'answers' | 'pass' | 'within'>> = {}): Step<'prompt'> => ({
    ...base('prompt', common),
    do: 'prompt',
    text: 'Did it?',
    answers: ['pass', 'fail'],
    pass: ['pass'],
    ...common,
  }),
  wait: (wait: Step<'wait'>['wait'], common: Common = {}): Step<'wait'> => ({
    ...base('wait', common),
    do: 'wait',
    wait,
  }),
  note: (text: Step<'note'>['text'] = 'a note', common: Common = {}): Step<'note'> => ({
    ...base('note', common),
    do: 'note',
    text,
  }),
  repeat: (times: number, steps: readonly PlanStep[], common: Common = {}): Step<'repeat'> => ({
    ...base('repeat', common),
    do: 'repeat',
    times,
    steps,
  }),
  expect: (subject: Subject, window: ExpectStep['window'], common: Common & { from?: Anchor } = {}): ExpectStep => ({
    ...base(`expect ${subject.subject}`, common),
    do: 'expect',
    subject,
    window,
    ...(common.from === undefined ? {} : { from: common.from }),
  }),
};

export const that = (state: 'registered' | 'online' | 'offline' | 'reporting'): Subject => ({
  subject: 'that',
  that: state,
});

export const message = (
  name: 'oadrPoll' | 'oadrCreatePartyRegistration' | 'oadrRequestEvent' | '*' = 'oadrPoll',
  count = { gte: 1 } as { gte?: number; lte?: number },
): Extract<Subject, { subject: 'message' }> => ({
  subject: 'message',
  message: name,
  count,
});

export const opt = (
  type: 'optIn' | 'optOut' | 'any' = 'optIn',
  more: Partial<Extract<Subject, { subject: 'event' }>> = {},
): Subject => ({
  subject: 'event',
  event: 'peak',
  opt: type,
  count: { gte: 1 },
  ...(type === 'optIn' ? { code: 200 } : {}),
  ...more,
});

/** Samples of `load` in the report `usage`. */
export const telemetry = (
  value: Extract<Subject, { subject: 'telemetry' }>['value'],
  more: Partial<Extract<Subject, { subject: 'telemetry' }>> = {},
): Subject => ({ subject: 'telemetry', telemetry: 'usage', rID: 'load', time: 'sample', value, ...more });

export const report = (more: Partial<Extract<Subject, { subject: 'report' }>> = {}): Subject => ({
  subject: 'report',
  report: 'usage',
  count: { gte: 1 },
  ...more,
});
