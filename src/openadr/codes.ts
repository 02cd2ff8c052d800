/** Application error codes of 2.0b (Profile Specification 8.7), in one sentence each. */
export const RESPONSE_CODES = {
  '200': 'The request was understood and carried out.',
  '450': 'Something is out of sequence: the order of events or of uids, or a modificationNumber.',
  '451': 'What was asked for is not allowed, such as changing the past of an event.',
  '452': 'An identifier in the request is not known to the receiver, or belongs to another party.',
  '453': 'A name is not recognised, such as a reportName or a signalName.',
  '454': 'A value is invalid, such as signal or report data out of its range.',
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
