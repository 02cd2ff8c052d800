import type { StepDetail, StepRecord, VerdictRecord } from '../../journal/record.ts';
import { sourceLines } from '../../journal/step-text.ts';
import type { ScenarioView, StepView } from '../../journal/view.ts';
import { span } from '../style.ts';
import type { Choice } from './choice.ts';
import type { Digest } from './digest.ts';
import { verdictPill } from './head.ts';
import { html, type Markup } from './markup.ts';
import { counted, facts, more, place, remedy, section, short, type Tone } from './parts.ts';

/** Signs and words of what became of a step. */
const STATES: Readonly<Record<StepView['state'], readonly [sign: string, tone: Tone, word: string]>> = {
  passed: ['✓', 'ok', 'passed'],
  done: ['·', 'ok', 'done'],
  failed: ['✗', 'bad', 'failed'],
  skipped: ['–', 'soft', 'skipped'],
  running: ['…', 'warn', 'not finished'],
  waiting: ['…', 'warn', 'was waiting'],
  planned: ['–', 'soft', 'not reached'],
};

/** Scenarios and steps of each that are shown. */
const SCENARIOS = 200;
const STEPS = 1_000;

/** Every scenario with its steps and expectations. */
export function steps(digest: Digest): Markup | undefined {
  const { scenarios, view, choice } = digest;
  if (scenarios.length === 0) return undefined;
  const shown = scenarios.slice(0, SCENARIOS).map((scenario) => scenarioPart(scenario, choice, scenarios.length > 1));
  const earlier = forgotten(digest);
  return section(
    'steps',
    'Steps and expectations',
    counted(scenarios.length, 'scenario'),
    html`${shown}${more(scenarios.length - SCENARIOS, 'scenarios')}
${earlier.length > 0 && html`<h3>Failures in earlier rounds</h3><ol class="steps">${earlier.map((step) => stepPart(asView(step), choice, false))}</ol>`}
${view.verdicts.flatMap(leftBehind)}`,
  );
}

/** Failed steps of rounds that a view keeps no more. */
function forgotten({ failed, scenarios }: Digest): readonly StepRecord[] {
  const kept = new Set(
    scenarios.flatMap(({ name, steps: own }) =>
      own.flatMap((step) => [step, ...step.children]).map((step) => `${name}\n${step.step}`),
    ),
  );
  return failed.filter(({ scenario, step }) => !kept.has(`${scenario}\n${step}`)).slice(0, 100);
}

function asView({ step, do: kind, title, soft = false, state, ven, detail }: StepRecord): StepView {
  return { step, do: kind, title, soft, state, ven, detail, children: [] };
}

function scenarioPart({ name, file, verdict, steps: own }: ScenarioView, choice: Choice, titled: boolean): Markup {
  const all = own.flatMap((step) => [
    stepPart(step, choice, false),
    ...step.children.map((each) => stepPart(each, choice, true)),
  ]);
  const title = titled ? html`<h3>${short(name, 200)} ${verdict && verdictPill(verdict.verdict)}</h3>` : undefined;
  return html`${title}<p class="soft">${short(file, 500)}</p>
<ol class="steps">
${all.slice(0, STEPS)}</ol>${more(all.length - STEPS, 'steps')}`;
}

function stepPart(step: StepView, choice: Choice, inner: boolean): Markup {
  const [sign, tone, word] = STATES[step.state] ?? ['?', 'soft', step.state];
  const { detail } = step;
  const after = detail?.after === undefined ? '' : ` after ${span(detail.after)}`;
  const soft = step.soft && step.state === 'failed' ? ' (soft: the run went on)' : '';
  const record =
    step.state === 'passed' && detail?.seq !== undefined ? html` · by ${place(choice, detail.seq)}` : undefined;
  const calm = step.state === 'passed' || step.state === 'done';
  return html`<li${inner && html` class="in"`}><span class="mark ${tone}">${sign}</span> ${short(step.title, 500)} <span class="soft">${word}${after}${soft}${step.ven && ` · ${short(step.ven, 200)}`}${record}</span>
${detail && !calm && detailPart(detail, step, choice)}</li>
`;
}

function detailPart(detail: StepDetail, step: StepView, choice: Choice): Markup {
  if (step.state !== 'failed') return html`<div class="soft">${short(detail.message)}</div>`;
  const at = [detail.file, detail.line, detail.column].filter((each) => each !== undefined).join(':');
  const source =
    detail.source === undefined || detail.line === undefined
      ? undefined
      : html`<pre>${sourceLines(detail.line, detail.column, detail.source).join('\n')}</pre>`;
  return html`<div class="detail${step.soft && ' warn'}"><p>${short(detail.message)}</p>
${facts([
  ['expected', detail.expected && short(detail.expected)],
  ['actual', detail.actual && short(detail.actual)],
  ['nearest', nearest(detail, choice)],
  ['why', detail.why && short(detail.why)],
  ['where', `${at === '' ? '' : `${at}, `}step ${step.step}`],
])}
${source}${remedy(detail.hint)}</div>`;
}

function nearest({ seq, exchange }: StepDetail, choice: Choice): Markup | undefined {
  if (seq === undefined && exchange === undefined) return undefined;
  return html`${seq !== undefined && html`record ${place(choice, seq)}`}${exchange && html` exchange ${exchange}`}`;
}

function leftBehind({ left = [], scenario }: VerdictRecord): readonly Markup[] {
  if (left.length === 0) return [];
  return [
    html`<p class="note">Left behind by ${short(scenario, 200)}: ${left
      .slice(0, 20)
      .map((each) => short(each, 500))
      .join('; ')}</p>`,
  ];
}
