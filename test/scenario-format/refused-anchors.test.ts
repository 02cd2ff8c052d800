import { refused } from './refused.ts';

refused('an unknown step', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }',
    '{ "at": "peek.active", "do": "note", "text": "x" }',
  ],
  errors: ['5:13+13 no step has the id "peek" | step 2 (note) | try: "peak"'],
});

refused('an unknown part', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }',
    '{ "at": "peak.activ", "do": "note", "text": "x" }',
  ],
  errors: [
    '5:13+12 "peak.activ" is no anchor | step 2 (note) | expected start, end, now, or an id with .done, .near, .active, [n] or .end, then + or - and a duration | try: "peak.active"',
  ],
});

refused('text that is no anchor', {
  steps: ['{ "at": "soon", "do": "note", "text": "x" }', '{ "at": "in 5 minutes", "do": "note", "text": "x" }'],
  errors: [
    '4:13+6 no step has the id "soon" | step 1 (note)',
    '5:13+14 "in 5 minutes" is no anchor | step 2 (note) | expected start, end, now, or an id with .done, .near, .active, [n] or .end, then + or - and a duration',
  ],
});

refused('near without ramp-up (rule 13)', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }',
    '{ "at": "peak.near", "do": "note", "text": "x" }',
  ],
  errors: [
    '5:13+11 "peak" never is near: it has no ramp-up (rule 13) | step 2 (note) | try: give the event "rampUp", or name .active',
  ],
});

refused('an interval that is not there', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] } }',
    '{ "at": "peak[2]", "do": "note", "text": "x" }',
  ],
  errors: ['5:13+9 "peak" has no interval [2] | step 2 (note) | expected [0] to [1]'],
});

refused('the status of what is no event', {
  steps: ['{ "do": "note", "id": "memo", "text": "x" }', '{ "at": "memo.active", "do": "note", "text": "x" }'],
  errors: ['5:13+13 "memo" is no event: it has no .active | step 2 (note) | try: "memo" (its begin) or "memo.done"'],
});

refused('a step that comes later', {
  steps: ['{ "at": "memo", "do": "note", "text": "x" }', '{ "do": "note", "id": "memo", "text": "x" }'],
  errors: [
    '4:13+6 "memo" is step 2, which comes later: steps run in order | step 1 (note) | try: move the step behind it',
  ],
});

refused('a step that waits for itself', {
  steps: ['{ "at": "memo.done", "do": "note", "id": "memo", "text": "x" }'],
  errors: ['4:13+11 the step waits for itself ("memo") | step 1 (note)'],
});

refused('the end, which holds itself up', {
  steps: ['{ "at": "end", "do": "note", "text": "x" }'],
  errors: [
    '4:13+5 "end" is when the last step is done: this step would wait for itself | step 1 (note) | try: only "until" of an expect can name it',
  ],
});

refused('the repeat around the step', {
  steps: ['{ "do": "repeat", "id": "loop", "times": 2, "steps": [{ "at": "loop.done", "do": "note", "text": "x" }] }'],
  errors: ['4:67+11 "loop" is the repeat around this step: it is not done before it | step 1.1 (note)'],
});

refused('the start of an event that waits for itself', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "peak.active", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }] }] } }',
  ],
  errors: [
    '4:54+13 the step waits for itself ("peak") | step 1 (event) | expected a duration, a date-time in Zulu or an anchor',
  ],
});

refused('from a step that comes later, with within', {
  steps: [
    '{ "do": "expect", "that": "online", "from": "memo", "within": "PT1M" }',
    '{ "do": "note", "id": "memo", "text": "x" }',
  ],
  errors: [
    '4:49+6 "memo" is step 2, which comes later: steps run in order | step 1 (expect) | try: move the step behind it',
  ],
});

refused('durations as people write them', {
  steps: [
    '{ "do": "event", "id": "e", "set": { "start": "5s", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT1M", "value": 1 }] }] } }',
    '{ "do": "wait", "until": "e.active+10s" }',
    '{ "do": "note", "text": "x", "at": "e-1m" }',
  ],
  errors: [
    '4:51+4 "5s" is no duration | step 1 (event) | expected a duration like PT10S | try: "PT5S"',
    '5:30+14 "10s" is no duration | step 2 (wait) | expected a duration like PT10S | try: "e.active+PT10S"',
    '6:40+6 "1m" is no duration | step 3 (note) | expected a duration like PT10S | try: "e-PT1M"',
  ],
});

refused('times beyond all dates', {
  steps: [
    '{ "do": "wait", "for": "P99999999Y" }',
    '{ "do": "wait", "until": "start+P99999999Y" }',
    '{ "do": "event", "id": "peak", "set": { "start": "P99999999Y", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "P999Y", "value": 1 }] }] } }',
    '{ "do": "wait", "for": "P100Y" }',
  ],
  errors: [
    '4:28+12 wrong value for "for" | step 1 (wait) | expected at most 100 years | actual "P99999999Y"',
    '5:30+18 "start+P99999999Y" leads to a time that cannot be told | step 2 (wait) | expected at most 100 years',
    '6:145+7 wrong value for "duration" | step 3 (event) | expected at most 100 years | actual "P999Y"',
  ],
});

refused('a start beyond all dates', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "P99999999Y", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT1M", "value": 1 }] }] } }',
  ],
  errors: ['4:54+12 "P99999999Y" leads to a time that cannot be told | step 1 (event) | expected at most 100 years'],
});
