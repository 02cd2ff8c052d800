import { refused } from './refused.ts';

refused('a variable without value', {
  steps: [`{ "do": "note", "text": "\${load}" }`],
  errors: [
    `4:30+7 the variable \${load} has no value | step 1 (note) | try: give it a default in "vars", or --set load=value`,
  ],
});

refused('a variable that is misspelt', {
  head: '"vars": { "level": 2 }, ',
  steps: [`{ "do": "note", "text": "level \${levle}" }`],
  errors: [`4:36+8 the variable \${levle} has no value | step 1 (note) | try: \${level}`],
});

refused('an environment variable that is not set', {
  steps: [`{ "do": "note", "text": "\${env.LAB}" }`],
  errors: ['4:30+10 the environment variable LAB is not set | step 1 (note) | try: export LAB=…'],
});

refused('an unknown VEN', {
  steps: [`{ "do": "note", "text": "\${dud.venID}" }`],
  errors: [`4:30+12 no VEN has the alias "dud" | step 1 (note) | expected one of dut | try: \${dut.venID}`],
});

refused('an unknown field of a VEN', {
  steps: [`{ "do": "note", "text": "\${dut.venid}" }`],
  errors: [
    `4:30+12 \${dut.venid}: there is no "venid" | step 1 (note) | expected one of venID, venName, registrationID, fingerprint, eventID, reportRequestID | try: \${dut.venID}`,
  ],
});

refused('an unknown event', {
  steps: [`{ "do": "note", "text": "\${peak.eventID}" }`],
  errors: ['4:30+15 no event has the id "peak" | step 1 (note)'],
});

refused('the round outside of a repeat', {
  steps: [`{ "do": "note", "text": "\${i}" }`],
  errors: ['4:30+4 the round is known in a "repeat" only | step 1 (note) | try: put the step into a repeat'],
});

refused('a time that is none', {
  steps: [`{ "do": "note", "text": "\${now+10s}" }`],
  errors: [`4:30+10 "10s" is no duration | step 1 (note) | expected a duration like PT10S | try: \${now+PT10S}`],
});

refused('a run-time variable where it cannot wait', {
  steps: [`{ "do": "repeat", "times": 2, "steps": [{ "do": "wait", "for": "PT\${i}S" }] }`],
  errors: [
    `4:68+9 "for" cannot wait for a run-time variable | step 1.1 (wait) | actual "PT\${i}S" | try: run-time variables stand in set, patch, body, xml, text and where`,
  ],
});

refused('a value that is no number', {
  steps: [
    `{ "do": "event", "id": "peak", "set": { "start": "PT10S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT10S", "value": "\${dut.venID}" }] }] } }`,
  ],
  errors: [
    `4:158+14 the value is a number | step 1 (event) | actual "\${dut.venID}" | try: only the round of a repeat is a number at run time`,
  ],
});

refused('a wrong type from a variable', {
  head: '"vars": { "level": "two" }, ',
  steps: [`{ "do": "repeat", "times": "\${level}", "steps": [{ "do": "note", "text": "x" }] }`],
  errors: ['4:32+10 wrong value for "times" | step 1 (repeat) | expected a whole number | actual "two"'],
});

refused('a reserved variable', {
  head: '"vars": { "now": 2 }, ',
  steps: ['{ "do": "note", "text": "x" }'],
  errors: ['2:26+5 "now" is reserved and cannot be a variable | try: take another name'],
});

refused('a variable without a value, and nothing else of the text that lacks it', {
  steps: [
    `{ "do": "event", "id": "e", "set": { "start": "PT5S", "signals": [{ "name": "SIMPLE", "type": "level", "intervals": [{ "duration": "PT1M", "value": "\${lev}" }] }] } }`,
    `{ "do": "wait", "until": "e.\${part}" }`,
  ],
  errors: [
    `4:154+6 the variable \${lev} has no value | step 1 (event) | try: give it a default in "vars", or --set lev=value`,
    `5:33+7 the variable \${part} has no value | step 2 (wait) | try: give it a default in "vars", or --set part=value`,
  ],
});
