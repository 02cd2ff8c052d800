import test from 'ava';
import { createView, isLive, openEvents, progress, reduce } from '../../src/journal/view.ts';
import { EXPIRED, refusedConnections } from '../helpers/refused-connections.ts';
import { Recorder } from '../helpers/ui-records.ts';
import { step, tellStory } from '../helpers/ui-story.ts';

function story() {
  const view = createView();
  const to = new Recorder((record) => reduce(view, record));
  tellStory(to);
  return { view, to };
}

const scenario = { kind: 'scenario', scenario: 'Peak: two-step shed', file: 'peak.json' } as const;

test('steps go from planned to their end, with times and deadlines', (t) => {
  const { view, to } = story();
  const steps = view.scenario?.steps ?? [];
  t.deepEqual(
    steps.map((each) => each.state),
    ['passed', 'done', 'running', 'planned', 'planned'],
  );
  t.is((steps[0]?.ended ?? 0) - (steps[0]?.started ?? 0), 1_203);
  to.add({ ...step('2', 'failed'), detail: { message: 'no optIn within 10 s', expected: 'optIn' } });
  t.like(steps[2], { state: 'failed', detail: { expected: 'optIn' } });
  t.like(view.scenario && progress(view.scenario), { done: 3, all: 5 });
});

test('the rounds of a repeat stand below it, the newest ones', (t) => {
  const { view, to } = story();
  for (let round = 1; round <= 60; round++) to.add({ ...step('3', 'done'), step: `3.0#${round}` });
  const children = view.scenario?.byStep.get('3')?.children ?? [];
  t.is(children.length, 50);
  t.is(children.at(-1)?.step, '3.0#60');
  t.is(view.scenario?.byStep.size, 55);
});

test('a prompt stands until it is answered; holding has its begin', (t) => {
  const { view, to } = story();
  to.add({ ...scenario, state: 'prompt', id: 'relay', text: 'Is it open?', answers: ['pass', 'fail'] });
  t.like(view.scenario?.prompt, { id: 'relay', text: 'Is it open?', answers: ['pass', 'fail'] });
  to.add({ ...scenario, state: 'answered', id: 'relay', text: 'pass' });
  t.is(view.scenario?.prompt, undefined);
  t.like(view.log.last(), { source: 'answered', text: 'pass' });
  to.add({ ...scenario, state: 'held' });
  t.is(view.scenario?.heldSince, to.now);
  to.add({ ...scenario, state: 'resumed' });
  t.is(view.scenario?.heldSince, undefined);
});

test('a run is live until its verdict', (t) => {
  const { view, to } = story();
  t.true(isLive(view));
  to.add({ ...scenario, state: 'teardown' });
  t.true(isLive(view));
  to.add({
    kind: 'verdict',
    scenario: scenario.scenario,
    file: scenario.file,
    verdict: 'failed',
    expectations: { passed: 1, failed: 1, skipped: 0 },
  });
  t.false(isLive(view));
  t.is(view.verdicts.length, 1);
});

test('an event has its copy at each VEN: delivered, answered, cancelled', (t) => {
  const { view, to } = story();
  const peak = view.events.get('peak');
  t.like(peak, { status: 'far', summary: 'SIMPLE level 1, 2' });
  t.like(peak?.vens.get('ven-1'), { delivered: 0, opt: 'optIn', answered: 0, code: '200', match: 'wrongRequestID' });
  t.is(peak?.vens.get('ven-2')?.delivered, undefined);
  t.deepEqual(
    openEvents(view, 'ven-1').map((event) => event.eventID),
    ['peak'],
  );
  if (!peak) return t.fail('no event');
  to.add({
    kind: 'state',
    ven: 'ven-1',
    change: {
      what: 'event',
      venID: 'ven-1',
      eventID: 'peak',
      modificationNumber: 1,
      status: 'cancelled',
      cause: 'cancelled',
      responseRequired: 'always',
      summary: peak.summary,
      schedule: peak.schedule,
    },
  });
  t.deepEqual(openEvents(view, 'ven-1'), []);
  t.is(peak.vens.get('ven-1')?.opt, undefined);
});

test('a connection that TLS refused stands in the log with cause and remedy', (t) => {
  const { view, to } = story();
  const connection = 'c8';
  to.add({ kind: 'connection', connection, fact: { fact: 'opened', connection, address: '10.0.0.8', port: 9 } });
  const hello = { versions: ['TLSv1.1'], suites: ['AES128-SHA'] };
  to.add({ kind: 'connection', connection, fact: { fact: 'hello', connection, hello } });
  t.is(view.connections.lastRefused, undefined);
  const told = { cause: 'noVersion', message: 'no common TLS version', remedy: 'switch TLS 1.2 on' } as const;
  to.add({ kind: 'connection', connection, fact: { fact: 'tlsRefused', connection, ...told, answer: 'alert' } });
  const closed = { requests: 0, bytesRead: 90, bytesWritten: 7, silent: true };
  to.add({ kind: 'connection', connection, fact: { fact: 'closed', connection, ...closed } });
  t.like(view.log.last(), { level: 'error', text: '10.0.0.8 TLS: no common TLS version', hint: 'switch TLS 1.2 on' });
  t.like(view.connections.lastRefused, { address: '10.0.0.8', tried: 'TLS: no common TLS version' });
});

test('the 403 on a connection whose certificate was refused is no further failure', (t) => {
  const { view, to } = story();
  const connection = 'c9';
  to.add({ kind: 'connection', connection, fact: { fact: 'opened', connection, address: '10.0.0.8', port: 9 } });
  const told = { cause: 'selfSigned', message: 'CN=x is self-signed', remedy: 'have a CA issue it' } as const;
  to.add({ kind: 'connection', connection, fact: { fact: 'tlsRefused', connection, ...told, answer: '403' } });
  const finding = { layer: 'tls', severity: 'error', message: told.message, hint: told.remedy } as const;
  const answered = { method: 'POST', url: '/x', headers: [], status: 403, reason: told.message, findings: [finding] };
  to.add({ kind: 'connection', connection, fact: { fact: 'answered', connection, exchange: 'x', ...answered } });
  t.is(view.connections.failed, 1);
  t.is(view.connections.lastRefused?.tried, 'TLS: CN=x is self-signed');
});

for (const answer of ['403', 'closed'] as const) {
  test(`a connection that TLS refuses counts as one error: ${answer}`, (t) => {
    const view = createView();
    const to = new Recorder((record) => reduce(view, record));
    const before = view.log.length;
    const told = `10.0.0.8 TLS: ${EXPIRED.message}`;
    for (const record of refusedConnections(answer, 2)) to.add(record);
    t.deepEqual(view.findings, { error: 2, warning: 0, info: 0 });
    t.deepEqual(
      [view.log.length, view.log.last()?.text, view.log.at(view.log.length - 2)?.text],
      [before + 2, told, told],
    );
  });
}

test('the last connection that came to nothing says what it tried, and the remedy', (t) => {
  const { view, to } = story();
  to.add({
    kind: 'connection',
    connection: 'c7',
    fact: { fact: 'opened', connection: 'c7', address: '10.0.0.9', port: 9 },
  });
  to.add({
    kind: 'connection',
    connection: 'c7',
    fact: { fact: 'firstBytes', connection: 'c7', looksLike: 'http', hex: '50' },
  });
  t.is(view.connections.lastRefused, undefined);
  to.add({
    kind: 'connection',
    connection: 'c7',
    fact: { fact: 'firstBytes', connection: 'c7', looksLike: 'tls', hex: '16' },
  });
  t.like(view.connections.lastRefused, {
    address: '10.0.0.9',
    hint: 'a TLS handshake came to the plain port: set the device to http',
  });
  to.add({
    kind: 'connection',
    connection: 'c7',
    fact: {
      fact: 'answered',
      connection: 'c7',
      exchange: 'x',
      method: 'GET',
      url: '/nope',
      headers: [],
      status: 404,
      reason: 'no such service',
      findings: [
        { layer: 'http', severity: 'error', message: 'wrong path', hint: 'POST to /OpenADR2/Simple/2.0b/OadrPoll' },
      ],
    },
  });
  t.is(view.connections.lastRefused?.tried, 'GET /nope → 404 no such service');
  t.like(view.log.last(), {
    level: 'error',
    source: 'connection',
    text: '10.0.0.9 GET /nope → 404 no such service',
    hint: 'POST to /OpenADR2/Simple/2.0b/OadrPoll',
  });
  t.is(view.findings.error, 2);
});

test('the log tells commands, refusals, notes and verdicts', (t) => {
  const { view, to } = story();
  to.add({ kind: 'command', by: 'key', command: { do: 'cancel' }, error: 'no such event' });
  t.like(view.log.last(), { level: 'error', source: 'key press', text: 'cancel refused: no such event' });
  const lines = view.log.length;
  to.add({ kind: 'command', by: 'scenario', command: { do: 'configure' } });
  t.is(view.log.length, lines);
  to.add({ kind: 'command', by: 'scenario', command: { do: 'cancel', eventID: 'peak', vens: ['ven-1'] } });
  t.like(view.log.last(), { level: 'info', text: 'event cancelled: peak (ven-1)' });
  to.add({ kind: 'log', level: 'warning', source: 'store', message: 'slow disk' });
  t.like(view.log.last(), { level: 'warning', source: 'store', text: 'slow disk' });
});
