/** What saxes says, said to people: message and remedy. */
interface Complaint {
  readonly when: RegExp;
  readonly message: string;
  readonly hint?: string;
}

const COMPLAINTS: readonly Complaint[] = [
  {
    when: /^unbound namespace prefix: "(.*)"/,
    message: 'the prefix $1 is bound to no namespace',
    hint: 'declare it: xmlns:$1="…"',
  },
  { when: /^duplicate attribute: (?:\{.*\})?(.*)\./, message: 'the attribute $1 stands twice' },
  { when: /^unclosed tag: (.*)/, message: 'the body ends before </$1>', hint: 'the message is cut off' },
  { when: /^unexpected close tag/, message: 'an element is closed before one inside it' },
  { when: /^unmatched closing tag: (.*)\./, message: '</$1> closes nothing' },
  { when: /^unexpected end/, message: 'the body ends within a tag' },
  { when: /^document must contain a root element/, message: 'the body holds no element', hint: 'send an oadrPayload' },
  { when: /^documents may contain only one root/, message: 'a second root element stands after the first' },
  { when: /^text data outside of root node/, message: 'text stands outside of the root element' },
  {
    when: /^undefined entity/,
    message: 'an entity is used that XML does not define',
    hint: 'write the character itself',
  },
  { when: /^malformed character entity/, message: 'a character reference is malformed' },
  { when: /^unquoted attribute value/, message: 'an attribute value has no quotes' },
  { when: /^the XML declaration must/, message: 'the XML declaration must be the first thing in the body' },
  { when: /^disallowed character\.?$/, message: 'a character stands here that XML does not allow' },
];

/** A sentence and a remedy for an error of saxes. */
export function complaint(error: string): { message: string; hint?: string } {
  for (const { when, message, hint } of COMPLAINTS) {
    const match = when.exec(error);
    if (!match) continue;
    const filled = (sentence: string) => sentence.replaceAll('$1', match[1] ?? '');
    return hint === undefined ? { message: filled(message) } : { message: filled(message), hint: filled(hint) };
  }
  return { message: error.replace(/\.$/, '') };
}
