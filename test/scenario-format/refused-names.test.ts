import { refused } from './refused.ts';

refused('an unknown alias', {
  steps: ['{ "do": "note", "ven": "dud", "text": "x" }'],
  errors: ['4:28+5 no VEN has the alias "dud" | step 1 (note) | expected one of dut | try: "dut"'],
});

refused('an unknown alias in an array', {
  steps: ['{ "do": "note", "ven": ["dut", "other"], "text": "x" }'],
  errors: ['4:36+7 no VEN has the alias "other" | step 1 (note) | expected one of dut'],
});

refused('an unknown event', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }',
    '{ "do": "cancel", "event": "peek" }',
  ],
  errors: ['5:32+6 no event has the id "peek" | step 2 (cancel) | try: "peak"'],
});

refused('an id that is no event', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }',
    '{ "do": "note", "id": "memo", "text": "x" }',
    '{ "do": "cancel", "event": "memo" }',
  ],
  errors: ['6:32+6 "memo" is no event | step 3 (cancel) | expected the id of an event step | try: one of peak'],
});

refused('an event that comes later', {
  steps: [
    '{ "do": "cancel", "event": "peak" }',
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }',
  ],
  errors: [
    '4:32+6 the event "peak" is made by step 2, which comes later | step 1 (cancel) | try: move this step behind it',
  ],
});

refused('a name that is taken by a step', {
  steps: ['{ "do": "note", "id": "a", "text": "x" }', '{ "do": "note", "id": "a", "text": "y" }'],
  errors: [
    '5:27+3 the name "a" is taken by step 1 | step 2 (note) | try: aliases and ids share one namespace: take another name',
  ],
});

refused('a name that is taken by an alias', {
  steps: ['{ "do": "note", "id": "dut", "text": "x" }'],
  errors: [
    '4:27+5 the name "dut" is taken by an alias in "vens" | step 1 (note) | try: aliases and ids share one namespace: take another name',
  ],
});

refused('a reserved name', {
  steps: ['{ "do": "note", "id": "now", "text": "x" }'],
  errors: ['4:27+5 the name "now" is reserved | step 1 (note) | try: take another one'],
});

refused('an id within a repeat, from outside', {
  steps: [
    '{ "do": "repeat", "times": 2, "steps": [{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }] }',
    '{ "do": "cancel", "event": "peak" }',
  ],
  errors: [
    '5:32+6 "peak" lies in the repeat of step 1: from outside nobody knows which round is meant | step 2 (cancel) | try: speak of it from within that repeat',
  ],
});
