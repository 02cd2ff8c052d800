import test from 'ava';
import { childElements, type PayloadName, read, writeTree } from '../../src/openadr/index.ts';
import type { Patch } from '../../src/openadr/patch.ts';
import { applyPatch, matchWhere, type Where } from '../../src/openadr/path/index.ts';
import { distributeEvent, treeOf } from './messages.ts';

function patched(name: PayloadName, body: Record<string, unknown>, ...patches: Patch[]) {
  const { tree, misses } = applyPatch(treeOf(name, body), patches);
  const result = read(writeTree(tree));
  return { tree, misses, valid: result.valid, has: (where: Where) => matchWhere(where, tree).matched };
}

const two = distributeEvent({ eventID: 'a' }, { eventID: 'b' });

test('a value replaces the text of each element that the path fits', (t) => {
  const { has, misses } = patched('oadrDistributeEvent', two, { path: 'modificationNumber', value: 7 });
  t.true(has({ eventID: 'a', modificationNumber: 7 }));
  t.true(has({ eventID: 'b', modificationNumber: 7 }));
  t.deepEqual(misses, []);
});

test('a patch of one event leaves the others alone', (t) => {
  const { has } = patched('oadrDistributeEvent', two, { path: 'modificationNumber', value: 7, event: 'b' });
  t.true(has({ eventID: 'a', modificationNumber: 0 }));
  t.true(has({ eventID: 'b', modificationNumber: 7 }));
});

test('a patch of an event reaches what stands outside of events', (t) => {
  const { has } = patched('oadrDistributeEvent', two, { path: 'vtnID', value: 'other', event: 'b' });
  t.true(has({ vtnID: 'other' }));
});

test('null removes', (t) => {
  const { has, valid } = patched('oadrDistributeEvent', two, { path: 'eventStatus', value: null });
  t.true(has({ eventStatus: { exists: false } }));
  t.false(valid);
});

test('an element that is not there is added where the schema wants it', (t) => {
  const { valid, has, tree } = patched(
    'oadrDistributeEvent',
    two,
    { path: 'vtnComment', value: 'spare me' },
    { path: 'priority', value: 3 },
    { path: 'x-eiRampUp', value: 'PT5M' },
  );
  t.true(valid);
  t.true(has({ eventID: 'b', vtnComment: 'spare me', priority: 3, 'x-eiRampUp': 'PT5M' }));
  t.is(childElements(tree).length, 1);
});

test('the value of a wrapper is replaced, not the wrapper', (t) => {
  const { valid, has } = patched('oadrDistributeEvent', two, {
    path: 'properties.dtstart',
    value: '2027-01-01T00:00:00Z',
  });
  t.true(valid);
  t.true(has({ 'properties.dtstart': '2027-01-01T00:00:00Z' }));
});

test('attributes can be changed, removed and added', (t) => {
  const changed = patched('oadrPoll', {}, { path: 'schemaVersion', value: '2.0a' });
  t.true(changed.has({ schemaVersion: '2.0a' }));
  const removed = patched('oadrPoll', {}, { path: 'schemaVersion', value: null });
  t.true(removed.has({ schemaVersion: { exists: false } }));
  const { tree } = applyPatch(removed.tree, [{ path: 'schemaVersion', value: '2.0b' }]);
  t.true(read(writeTree(tree)).valid);
});

test('what finds nothing to change and no parent is a miss', (t) => {
  const nowhere: Patch[] = [
    { path: 'eventDescriptor.priority', value: 1 },
    { path: 'vtnComment', value: null },
    { path: 'nonsense', value: 'x' },
  ];
  const { misses } = patched('oadrDistributeEvent', { requestID: 'd', vtnID: 'v' }, ...nowhere);
  t.deepEqual(misses, nowhere);
});

test('the tree that is patched stays as it was', (t) => {
  const tree = treeOf('oadrPoll', { venID: 'ven-1' });
  const before = writeTree(tree);
  const { tree: made } = applyPatch(tree, [{ path: 'venID', value: 'ven-2' }]);
  t.is(writeTree(tree), before);
  t.not(writeTree(made), before);
});
