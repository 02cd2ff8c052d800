import { refused } from './refused.ts';

refused('the step fault', {
  steps: ['{ "do": "fault", "id": "x" }'],
  errors: ['4:13+7 the step "fault" is not yet supported: it comes with faults | step 1 (fault)'],
});

refused('the step clear', {
  steps: ['{ "do": "clear", "id": "x" }'],
  errors: ['4:13+7 the step "clear" is not yet supported: it comes with faults | step 1 (clear)'],
});

refused('a finding by rule', {
  steps: ['{ "do": "expect", "finding": 311, "count": 0, "until": "end" }'],
  errors: [
    '4:23+9 "finding" by rule number (311) is not yet supported: it comes with the conformance rules | step 1 (expect)',
  ],
});

refused('a step that speaks of a later one, once', {
  steps: ['{ "do": "fault", "id": "busy", "kind": "silent" }', '{ "do": "wait", "until": "busy.end" }'],
  errors: ['4:13+7 the step "fault" is not yet supported: it comes with faults | step 1 (fault)'],
});
