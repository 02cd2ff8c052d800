import test from 'ava';
import {
  judgeReplay,
  type ReplayState,
  replayFinding,
  replayState,
  uncoveredFinding,
} from '../../src/openadr/signature/index.ts';

const START = Date.UTC(2026, 4, 1);
const WINDOW = 60_000;

/** What is said of a message that is stamped so, judged at `now`. */
function said(state: ReplayState, timestamp: number, now: number, side: 'VTN' | 'VEN' = 'VTN') {
  const protect = { timestamp, nonce: 'n1' };
  const judged = judgeReplay(state, { signer: 'a', ...protect }, now, WINDOW);
  return { finding: replayFinding(judged, protect, { side, window: WINDOW, clocks: 'set it' }), state: judged.state };
}

test('older than the window, and younger but from before the memory began, are told apart', (t) => {
  const now = START + 30_000;
  t.like(said(replayState(START), now - WINDOW - 1, now).finding, {
    ...{ layer: 'rule', severity: 'error', rule: 514 },
    message: 'its timestamp is 1m0.001s old',
    expected: '2026-05-01T00:00:00Z or later',
    actual: '2026-04-30T23:59:29.999Z',
    hint: 'set it',
  });
  for (const side of ['VTN', 'VEN'] as const)
    for (const timestamp of [now - WINDOW, START - 1])
      t.like(said(replayState(START), timestamp, now, side).finding, {
        message: `it was stamped before this ${side} can know what it has seen`,
        hint: 'sign and send it anew; if this stays so, set it',
      });
  t.is(said(replayState(START), START, now).finding, undefined);
});

test('ahead, and used before: what, expected, actual and what to do', (t) => {
  t.like(said(replayState(START), START + WINDOW + 1, START, 'VEN').finding, {
    message: 'its timestamp is 1m0.001s ahead of the clock of the VEN',
    expected: 'at most 1m ahead',
    hint: 'set it',
  });
  const { state } = said(replayState(START), START, START);
  t.like(said(state, START, START).finding, { actual: 'n1', expected: 'a nonce of its own for each sending' });
});

test('ReplayProtect that is not signed is told as gravely as the side takes it', (t) => {
  t.like(uncoveredFinding('warning'), { severity: 'warning', rule: 514 });
  t.regex(uncoveredFinding('error').hint ?? '', /^let a second Reference name it/);
});
