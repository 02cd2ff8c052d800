import test from 'ava';
import { write } from '../../src/openadr/index.ts';
import * as m from '../helpers/messages.ts';
import { distribute, oadrEvent } from '../helpers/vtn-messages.ts';
import { Rig } from '../helpers/vtn-rig.ts';

/** A VEN that was given an event which the VTN does not keep. */
function rigWith(
  t: ConstructorParameters<typeof Rig>[0],
  how: 'payload' | 'raw',
  required: 'always' | 'never' = 'always',
) {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const message = distribute([oadrEvent({ eventID: 'by-hand', required, start: rig.now + 60_000 })], 'hand-1');
  const sent =
    how === 'raw' ? { raw: write(message) } : { payload: { name: 'oadrDistributeEvent' as const, body: message.body } };
  rig.command({ do: 'send', vens: [venID], ...sent });
  rig.drain(venID);
  rig.changed();
  rig.found();
  return { rig, venID, answer: (...answers: m.Answer[]) => rig.say(m.oadrCreatedEvent(venID, answers)) };
}

for (const how of ['payload', 'raw'] as const) {
  test(`an answer to an event that was sent by hand (${how}) is no answer to an unknown one`, (t) => {
    const { rig, answer } = rigWith(t, how);
    t.is(answer({ eventID: 'by-hand', modificationNumber: 0, requestID: 'hand-1' }).code, '200');
    t.like(rig.changed('response')[0], { eventID: 'by-hand', match: 'matched', newest: true });
    t.deepEqual(rig.found(), []);
  });
}

test('rule 42: it is answered under the requestID that brought it', (t) => {
  const { rig, answer } = rigWith(t, 'payload');
  t.is(answer({ eventID: 'by-hand', modificationNumber: 0, requestID: 'other' }).code, '200');
  t.is(rig.changed('response')[0]?.match, 'wrongRequestID');
  t.like(rig.found()[0], { rule: 42, expected: 'hand-1', actual: 'other' });
});

test('rule 48: another version of it is 450, another event 452', (t) => {
  const { rig, answer } = rigWith(t, 'payload');
  t.is(answer({ eventID: 'by-hand', modificationNumber: 3, requestID: 'hand-1' }).code, '450');
  t.is(rig.changed('response')[0]?.match, 'wrongVersion');
  t.is(answer({ eventID: 'nobodys', modificationNumber: 0, requestID: 'hand-1' }).code, '452');
});

test('rule 12: one that wants no answer gets none', (t) => {
  const { rig, answer } = rigWith(t, 'payload', 'never');
  answer({ eventID: 'by-hand', modificationNumber: 0, requestID: 'hand-1' });
  t.is(rig.changed('response')[0]?.match, 'notRequired');
});
