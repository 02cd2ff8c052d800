import { refused } from './refused.ts';

refused('a key that the message does not have', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "where": { "venId": "x" }, "within": "PT1M" }'],
  errors: ['4:57+7 oadrPoll has no element "venId" | step 1 (expect) | try: "venID"'],
});

refused('a key that fits two places', {
  steps: ['{ "do": "expect", "message": "oadrCreatedEvent", "where": { "responseCode": 200 }, "within": "PT1M" }'],
  errors: [
    '4:65+14 "responseCode" fits 2 places of oadrCreatedEvent | step 1 (expect) | try: "eiResponse.responseCode" or "eventResponse.responseCode"',
  ],
});

refused('an element of parts that is compared', {
  steps: ['{ "do": "expect", "message": "oadrCreatedEvent", "where": { "eventResponse": "x" }, "within": "PT1M" }'],
  errors: [
    '4:65+15 "eventResponse" holds other elements, no value of its own | step 1 (expect) | try: name one of the elements in it, or ask { "exists": true }',
  ],
});

refused('an unknown comparison', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "where": { "venID": { "gtr": 5 } }, "within": "PT1M" }'],
  errors: [
    '4:68+5 unknown field "gtr" | step 1 (expect) | expected one of eq, not, gt, gte, lt, lte, matches, oneOf, exists | try: "gt"',
  ],
});

refused('an empty comparison', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "where": { "venID": {} }, "within": "PT1M" }'],
  errors: [
    '4:66+1 the comparison says nothing | step 1 (expect) | expected eq, not, gt, gte, lt, lte, matches, oneOf or exists',
  ],
});

refused('a broken pattern', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "where": { "venID": { "matches": "(" } }, "within": "PT1M" }'],
  errors: ['4:79+3 no regular expression: Unterminated group | step 1 (expect) | actual "("'],
});

refused('exists in not', {
  steps: [
    '{ "do": "expect", "message": "oadrPoll", "where": { "venID": { "not": { "exists": true } } }, "within": "PT1M" }',
  ],
  errors: ['4:87+4 "exists" cannot stand in "not" | step 1 (expect) | try: "exists": false'],
});

refused('absence and a comparison', {
  steps: [
    '{ "do": "expect", "message": "oadrPoll", "where": { "venID": { "exists": false, "gt": 1 } }, "within": "PT1M" }',
  ],
  errors: ['4:78+5 an absent element meets no comparison | step 1 (expect) | try: leave the others out'],
});

refused('a key in the second object', {
  steps: ['{ "do": "expect", "message": "oadrPoll", "where": [{ "venID": "a" }, { "vtnID": "b" }], "within": "PT1M" }'],
  errors: ['4:76+7 oadrPoll has no element "vtnID" | step 1 (expect) | try: "venID"'],
});

refused('a key of a sequence', {
  steps: [
    '{ "do": "expect", "sequence": ["oadrPoll", { "message": "oadrPoll", "where": { "nope": 1 } }], "within": "PT1M" }',
  ],
  errors: ['4:84+6 oadrPoll has no element "nope" | step 1 (expect)'],
});

refused('a patch of what is not there', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] }, "patch": { "eventDescriptor.priorty": 3 } }',
  ],
  errors: [
    '4:217+25 oadrDistributeEvent has no element "eventDescriptor.priorty" | step 1 (event) | try: "eventDescriptor.priority"',
  ],
});

refused('a patch of an element of parts', {
  steps: [
    '{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": 1 }, { "duration": "PT20S", "value": 2 }] }] }, "patch": { "eventDescriptor": "x" } }',
  ],
  errors: [
    '4:217+17 "eventDescriptor" holds other elements, no text of its own | step 1 (event) | try: name one of the elements in it; null removes it as a whole',
  ],
});

refused('a name that a body does not have', {
  steps: ['{ "do": "send", "message": "oadrCreateReport", "body": { "requestId": "x" } }'],
  errors: [
    '4:62+11 oadrCreateReport has no element "requestId" | step 1 (send) | expected one of requestID, oadrReportRequest, venID, schemaVersion | try: "requestID"',
  ],
});

refused('a name deep in a body', {
  steps: ['{ "do": "send", "message": "oadrRequestReregistration", "body": { "venID": { "text": "x" } } }'],
  errors: ['4:82+6 venID has no element "text" | step 1 (send) | expected a value'],
});

refused('xml and a message', {
  steps: ['{ "do": "send", "message": "oadrPoll", "xml": "<a/>" }'],
  errors: ['4:5+1 send needs "message" (with "body") or "xml", and not both | step 1 (send)'],
});

refused('a body beside xml', {
  steps: ['{ "do": "send", "xml": "<a/>", "body": {} }'],
  errors: ['4:36+6 "body" belongs to "message"; "xml" goes out as it is | step 1 (send)'],
});
