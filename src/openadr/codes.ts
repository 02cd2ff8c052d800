/** Response codes of 2.0b (Profile Specification, section 9.1.5 and table of application errors), in one sentence each. */
export const RESPONSE_CODES = {
  '200': 'The request was understood and carried out.',
  '450':
    'The request does not fit the order of things: an event version is older than the known one, or a step was skipped.',
  '451': 'The request must not be made in this state or by this party.',
  '452': 'An identifier in the request is not known to the receiver, or belongs to another party.',
  '453': 'The receiver does not recognise what the request speaks of.',
  '454': 'Something in the request has a value that makes no sense.',
  '459':
    'The request could not be taken for a reason that no other code names, such as a payload at the wrong endpoint.',
  '460': 'The receiver does not support a signal of the event.',
  '461': 'The receiver does not support the report that was asked for.',
  '462': 'The receiver does not take part in the target or the market context of the event.',
  '463': 'The sender is not registered here and has to register anew.',
  '469': 'The request failed at the receiver for a reason that concerns its deployment.',
} as const satisfies Readonly<Record<string, string>>;

/** A response code that 2.0b gives a meaning. */
export type ResponseCode = keyof typeof RESPONSE_CODES;

/** Whether a response code says that the request was carried out. */
export function isSuccess(code: string): boolean {
  return code.startsWith('2');
}

/** The meaning of a code; for unknown ones that of their class. */
export function meaningOf(code: string): string {
  if (Object.hasOwn(RESPONSE_CODES, code)) return RESPONSE_CODES[code as ResponseCode];
  if (isSuccess(code)) return 'The request was carried out.';
  return code.startsWith('4') ? 'The request was wrong.' : 'The receiver could not carry the request out.';
}
