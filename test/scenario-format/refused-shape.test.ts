import { refused } from './refused.ts';

refused('an unknown field, with the nearest name', {
  steps: ['{ "do": "expect", "that": "registered", "wihtin": "PT1M" }'],
  errors: [
    '4:45+8 unknown field "wihtin" | step 1 (expect) | expected one of do, id, ven, at, soft, why, within, until, from, that | try: "within"',
  ],
});

refused('an unknown field deep in an event', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "vlaue": 1 }] }] } }',
  ],
  errors: ['4:149+7 unknown field "vlaue" | step 1 (event) | expected one of duration, value | try: "value"'],
});

refused('an unknown step', {
  steps: ['{ "do": "evnt" }'],
  errors: [
    '4:13+6 there is no step "evnt" | step 1 (evnt) | expected one of event, modify, cancel, omit, requestReport, cancelReport, registerReport, requestReregistration, cancelRegistration, send, opt, restart, prompt, wait, measure, note, repeat, expect | try: "event"',
  ],
});

refused('a step without do', {
  steps: ['{ "text": "hello" }'],
  errors: [
    '4:5+1 "do" is missing | step 1 | expected one of event, modify, cancel, omit, requestReport, cancelReport, registerReport, requestReregistration, cancelRegistration, send, opt, restart, prompt, wait, measure, note, repeat, expect',
  ],
});

refused('a step that is no object', {
  steps: ['"wait"'],
  errors: ['4:5+6 a step is an object | step 1 | expected { "do": … }'],
});

refused('a missing field', {
  steps: ['{ "do": "note" }'],
  errors: ['4:5+1 "text" is missing | step 1 (note) | expected text'],
});

refused('an event without id', {
  steps: ['{ "do": "event", "set": { "start": "PT1S", "signals": [] } }'],
  errors: [
    '4:5+1 "id" is missing | step 1 (event) | expected text',
    '4:59+1 wrong value for "signals" | step 1 (event) | expected at least one signal | actual []',
  ],
});

refused('a wrong type', {
  steps: ['{ "do": "note", "text": 5 }'],
  errors: ['4:29+1 wrong value for "text" | step 1 (note) | expected text | actual 5'],
});

refused('a value out of a list', {
  steps: ['{ "do": "expect", "that": "registred", "within": "PT1M" }'],
  errors: [
    '4:31+11 wrong value for "that" | step 1 (expect) | expected one of registered, online, offline, reporting | actual "registred" | try: "registered"',
  ],
});

refused('an expectation without subject', {
  steps: ['{ "do": "expect", "mesage": "oadrPoll", "within": "PT1M" }'],
  errors: [
    '4:5+1 the expectation has no subject | step 1 (expect) | expected one of that, message, event, report, telemetry, poll, sequence, finding | try: "message"',
  ],
});

refused('an expectation with two subjects', {
  steps: ['{ "do": "expect", "that": "online", "message": "oadrPoll", "within": "PT1M" }'],
  errors: [
    '4:41+9 the expectation has two subjects, "that" and "message" | step 1 (expect) | try: make two expectations of them',
  ],
});

refused('a message that does not exist', {
  steps: ['{ "do": "expect", "message": "oadrPol", "within": "PT1M" }'],
  errors: [
    '4:34+9 wrong value for "message" | step 1 (expect) | expected the root name of a payload, or * | actual "oadrPol" | try: "oadrPoll"',
  ],
});

refused('a duration that is none', {
  steps: ['{ "do": "wait", "for": "10s" }'],
  errors: [
    '4:28+5 wrong value for "for" | step 1 (wait) | expected a duration like PT30S or PT1M30S | actual "10s" | try: "PT10S"',
  ],
});

refused('a negative duration', {
  steps: ['{ "do": "wait", "for": "-PT10S" }'],
  errors: [
    '4:28+8 wrong value for "for" | step 1 (wait) | expected a duration like PT30S or PT1M30S | actual "-PT10S"',
  ],
});

refused('no rounds', {
  steps: ['{ "do": "repeat", "times": 0, "steps": [{ "do": "note", "text": "x" }] }'],
  errors: ['4:32+1 wrong value for "times" | step 1 (repeat) | expected 1 or more | actual 0'],
});

refused('a mistake in a repeated step', {
  steps: ['{ "do": "repeat", "times": 2, "steps": [{ "do": "note" }] }'],
  errors: ['4:45+1 "text" is missing | step 1.1 (note) | expected text'],
});

refused('a name that is none', {
  steps: ['{ "do": "note", "id": "a b", "text": "x" }'],
  errors: ['4:27+5 wrong value for "id" | step 1 (note) | expected a name of letters, digits, - and _ | actual "a b"'],
});

refused('an empty sequence', {
  steps: ['{ "do": "expect", "sequence": ["oadrPoll"], "within": "PT1M" }'],
  errors: [
    '4:35+1 wrong value for "sequence" | step 1 (expect) | expected at least two messages | actual ["oadrPoll"]',
  ],
});

refused('a broken item of a sequence', {
  steps: ['{ "do": "expect", "sequence": ["oadrPoll", { "message": "oadrResponse", "were": {} }], "within": "PT1M" }'],
  errors: ['4:77+6 unknown field "were" | step 1 (expect) | expected one of message, where | try: "where"'],
});

refused('fields under names that people give them', {
  head: '"variables": {}, ',
  steps: ['{ "do": "restart", "for": "PT5S" }', '{ "do": "note", "text": "x", "to": "y" }'],
  errors: [
    '2:16+11 unknown field "variables" | expected one of $schema, name, description, tags, extends, vtn, vens, vars, requires, timeout, teardown, steps | try: "vars"',
    '4:24+5 unknown field "for" | step 1 (restart) | expected one of do, id, ven, at, soft, why, down, state | try: "down"',
    '5:34+4 unknown field "to" | step 2 (note) | expected one of do, id, ven, at, soft, why, text',
  ],
});
