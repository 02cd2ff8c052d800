import { refused } from './refused.ts';

refused('the step fault', {
  steps: ['{ "do": "fault", "id": "x" }'],
  errors: ['4:13+7 the step "fault" is not yet supported: it comes with faults | step 1 (fault)'],
});

refused('the step clear', {
  steps: ['{ "do": "clear", "id": "x" }'],
  errors: ['4:13+7 the step "clear" is not yet supported: it comes with faults | step 1 (clear)'],
});

refused('the step measure', {
  steps: ['{ "do": "measure", "id": "x" }'],
  errors: ['4:13+9 the step "measure" is not yet supported: it comes with reports | step 1 (measure)'],
});

refused('the step requestReport', {
  steps: ['{ "do": "requestReport", "id": "x" }'],
  errors: ['4:13+15 the step "requestReport" is not yet supported: it comes with reports | step 1 (requestReport)'],
});

refused('the step cancelReport', {
  steps: ['{ "do": "cancelReport", "id": "x" }'],
  errors: ['4:13+14 the step "cancelReport" is not yet supported: it comes with reports | step 1 (cancelReport)'],
});

refused('the step opt', {
  steps: ['{ "do": "opt", "id": "x" }'],
  errors: ['4:13+5 the step "opt" is not yet supported: it comes with opt schedules of simulated VENs | step 1 (opt)'],
});

refused('the subject telemetry', {
  steps: ['{ "do": "expect", "telemetry": "usage", "rID": "load", "within": "PT1M" }'],
  errors: ['4:23+11 the subject "telemetry" of expect is not yet supported: it comes with reports | step 1 (expect)'],
});

refused('the subject report', {
  steps: ['{ "do": "expect", "report": "usage", "within": "PT1M" }'],
  errors: ['4:23+8 the subject "report" of expect is not yet supported: it comes with reports | step 1 (expect)'],
});

refused('a finding by rule', {
  steps: ['{ "do": "expect", "finding": 311, "count": 0, "until": "end" }'],
  errors: [
    '4:23+9 "finding" by rule number (311) is not yet supported: it comes with the conformance rules | step 1 (expect)',
  ],
});

refused('the state reporting', {
  steps: ['{ "do": "expect", "that": "reporting", "within": "PT1M" }'],
  errors: ['4:23+6 "that": "reporting" is not yet supported: it comes with reports | step 1 (expect)'],
});

refused('a step that speaks of a later one, once', {
  steps: ['{ "do": "fault", "id": "busy", "kind": "silent" }', '{ "do": "wait", "until": "busy.end" }'],
  errors: ['4:13+7 the step "fault" is not yet supported: it comes with faults | step 1 (fault)'],
});
