import { readFileSync } from 'node:fs';
import test from 'ava';
import type { Key } from 'ink';
import { decodeKeys, typed } from '../../src/tui/key-input.ts';
import { actionOf, KEY_MAP } from '../../src/tui/key-map.ts';
import { CONTEXTS, keyConflicts } from '../../src/tui/keys.ts';
import { keysMarkdown } from '../../src/tui/keys-doc.ts';

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};

test('no key has two meanings in one context', (t) => {
  t.deepEqual(keyConflicts(KEY_MAP), []);
});

test('a second meaning would be found', (t) => {
  const twice = { action: 'other', keys: ['j'], in: ['list'], label: '', help: '' } as const;
  t.deepEqual(keyConflicts([...KEY_MAP, twice]), ['list j: down, other']);
});

test('an action stands once in the table', (t) => {
  const actions = KEY_MAP.map((binding) => binding.action);
  t.deepEqual([...new Set(actions)], actions);
});

test('every context can be left, and ctrl-c is heard everywhere', (t) => {
  for (const context of CONTEXTS) {
    t.is(actionOf(context, 'ctrl-c'), 'interrupt');
    t.truthy(actionOf(context, 'esc'), context);
  }
});

test('docs/keys.md is current; node --import tsx scripts/keys.mjs writes it', (t) => {
  t.is(readFileSync(new URL('../../docs/keys.md', import.meta.url), 'utf8'), keysMarkdown());
});

test('keys are read one by one, also where many come at once', (t) => {
  t.deepEqual(decodeKeys('j', NO_KEY), ['j']);
  t.deepEqual(decodeKeys('jjG', NO_KEY), ['j', 'j', 'G']);
  t.deepEqual(decodeKeys('a\r\u0003 ', NO_KEY), ['a', 'enter', 'ctrl-c', 'space']);
  t.deepEqual(decodeKeys('', { ...NO_KEY, pageDown: true }), ['pagedown']);
  t.deepEqual(decodeKeys('', { ...NO_KEY, tab: true, shift: true }), ['shift-tab']);
  t.deepEqual(decodeKeys('l', { ...NO_KEY, ctrl: true }), ['ctrl-l']);
  t.deepEqual(decodeKeys('', { ...NO_KEY, escape: true, meta: true }), ['esc']);
  t.deepEqual(decodeKeys('j', { ...NO_KEY, meta: true }), []);
});

test('a key types itself, a named one nothing but the space', (t) => {
  t.is(typed('x'), 'x');
  t.is(typed('space'), ' ');
  t.is(typed('enter'), undefined);
  t.is(typed('空'), '空');
});
