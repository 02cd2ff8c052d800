import { isLive, progress } from '../../journal/view.ts';
import { clockText } from '../format.ts';
import { type Line, line, lineWidth, span, spread } from '../text.ts';
import type { Ui } from '../ui.ts';
import { shortVerdict, stepTime, verdictText } from './scenario.ts';
import { vensInShort } from './vens.ts';

/** The header: what runs, how far it is, what went wrong; in a narrow terminal also the VENs and the step at work. */
export function headerRows(ui: Ui, width: number, height: number): Line[] {
  const full = runText(ui, verdictText);
  const all = line(...signMode(ui), ...right(ui, width));
  // The run goes before the mode, which its first lines and the empty state tell too.
  const ends = lineWidth(full) + lineWidth(all) <= width ? all : line(...right(ui, width));
  const first = spread(lineWidth(full) + lineWidth(ends) <= width ? full : runText(ui, shortVerdict), ends, width);
  if (height < 2) return [first];
  return [first, spread(line(span(' '), ...vensInShort(ui)), currentStep(ui), width)];
}

function runText(ui: Ui, words: typeof verdictText): Line {
  const { scenario } = ui.view;
  const { symbols } = ui.theme;
  const begin = [span(' oadr-sim ', 'title'), span(` ${ui.options.title} `, 'bold')];
  if (!scenario) return begin;
  if (scenario.verdict) {
    const { verdict } = scenario.verdict;
    const sign = verdict === 'passed' ? symbols.passed : symbols.failed;
    return [...begin, span(` ${sign} ${words(scenario)} `, verdict === 'passed' ? 'ok' : 'error')];
  }
  const { done, all } = progress(scenario);
  const state =
    scenario.heldSince !== undefined
      ? span(` ${symbols.held} HELD ${clockText(ui.now - scenario.heldSince)} `, 'banner')
      : scenario.state === 'teardown'
        ? span(' TEARDOWN ', 'banner')
        : span(` ${symbols.play} ${clockText(ui.now - scenario.started)} `, 'ok');
  return [...begin, state, span(`  step ${Math.min(all, done + 1)}/${all}`)];
}

/** The URL where there is room, and the counts of findings. */
function right(ui: Ui, width: number): Line {
  const { error, warning } = ui.view.findings;
  const { symbols } = ui.theme;
  return [
    ...(width >= 120 ? [span(`${ui.options.url}   `, 'dim')] : []),
    span(`${error} ${symbols.failed}`, error > 0 ? 'error' : 'dim'),
    span(` ${warning} ${symbols.warning} `, warning > 0 ? 'warn' : 'dim'),
  ];
}

/** Whether messages are signed, and must be. */
function signMode(ui: Ui): Line {
  const mode = ui.view.session?.signatures?.mode;
  if (mode === undefined) return [];
  return [span(mode === 'require' ? 'must sign   ' : 'signed   ', 'dim')];
}

function currentStep(ui: Ui): Line {
  const { scenario } = ui.view;
  if (!scenario || !isLive(ui.view)) return [];
  const { current } = progress(scenario);
  if (!current) return [];
  return line(span(`${ui.theme.symbols.running} ${current.title} `), stepTime(current, ui), span(' '));
}

/** The prompt of the scenario, as a banner: the messages stay readable. */
export function bannerRows(ui: Ui, width: number): Line[] {
  const prompt = ui.live.scenario?.prompt;
  if (!prompt) return [];
  const text = ` ${prompt.text} `;
  const hint = ui.panel?.kind === 'answer' ? '' : `  a answers: ${prompt.answers.join(', ')} `;
  return [spread([span(text, 'banner')], [span(hint, 'accent')], width)];
}
