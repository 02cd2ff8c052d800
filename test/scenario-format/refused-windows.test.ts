import { refused } from './refused.ts';

refused('neither within nor until', {
  steps: ['{ "do": "expect", "that": "online" }'],
  errors: [
    '4:5+1 the expectation needs "within" or "until" | step 1 (expect) | try: "within": "PT30S" (met at some moment) or "until": "end" (holds all the time)',
  ],
});

refused('within and until', {
  steps: ['{ "do": "expect", "that": "online", "within": "PT1M", "until": "end" }'],
  errors: ['4:59+7 an expectation has "within" or "until", not both | step 1 (expect) | try: leave one out'],
});

refused('until without count', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "until": "end" }'],
  errors: ['4:5+1 "until" needs a "count" | step 1 (expect) | try: "count": 0 (none came), or { "gte": 1 }'],
});

refused('an exact count with within', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "count": 2, "within": "PT1M" }'],
  errors: [
    '4:55+1 an exact or upper count can be told only at the end of a window: it needs "until" | step 1 (expect) | actual 2 | try: "until": "now+PT30S" instead of "within", or { "gte": … }',
  ],
});

refused('none, with within', {
  steps: ['{ "do": "expect", "finding": "error", "count": 0, "within": "PT1M" }'],
  errors: [
    '4:52+1 an exact or upper count can be told only at the end of a window: it needs "until" | step 1 (expect) | actual 0 | try: "until": "now+PT30S" instead of "within", or { "gte": … }',
  ],
});

refused('an upper count with within', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "count": { "lte": 2 }, "within": "PT1M" }'],
  errors: [
    '4:55+1 an exact or upper count can be told only at the end of a window: it needs "until" | step 1 (expect) | actual {"lte":2} | try: "until": "now+PT30S" instead of "within", or { "gte": … }',
  ],
});

refused('a count that anything meets', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "count": { "gte": 0 }, "until": "end" }'],
  errors: ['4:55+1 a count of at least 0 is met by anything | step 1 (expect) | actual {"gte":0} | try: { "gte": 1 }'],
});

refused('a count that nothing meets', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "count": { "gte": 3, "lte": 2 }, "until": "end" }'],
  errors: ['4:55+1 no number is at least 3 and at most 2 | step 1 (expect)'],
});

refused('a count that says nothing', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "count": {}, "until": "end" }'],
  errors: ['4:55+1 "count" says nothing | step 1 (expect) | expected a number, or { "gte": …, "lte": … }'],
});

refused('a message that no VEN sends', {
  steps: ['{ "do": "expect", "message": "oadrDistributeEvent", "within": "PT1M" }'],
  errors: [
    '4:34+21 oadrDistributeEvent is what a VTN sends: none comes from a VEN | step 1 (expect) | try: expect what the VEN answers to it',
  ],
});

refused('a wait for and until', {
  steps: ['{ "do": "wait", "for": "PT1S", "until": "start+PT1M" }'],
  errors: [
    '4:5+1 wait needs "for" or "until", and not both | step 1 (wait) | try: "for": "PT10S" or "until": "peak.active"',
  ],
});

refused('a wait for nothing', {
  steps: ['{ "do": "wait" }'],
  errors: [
    '4:5+1 wait needs "for" or "until", and not both | step 1 (wait) | try: "for": "PT10S" or "until": "peak.active"',
  ],
});
