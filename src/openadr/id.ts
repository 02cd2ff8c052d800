/** Longest venID or registrationID that is given, in characters: devices keep them in small fields. */
const ID_LENGTH = 128;

/** What an ID that is given to a VEN must be. */
export const USABLE_ID = `a text of 1 to ${ID_LENGTH} characters, none of them a control character or <`;

/** Whether a VEN may be given this ID: what breaks lines and markup breaks devices. */
export function isUsableID(id: unknown): id is string {
  return typeof id === 'string' && id !== '' && id.length <= ID_LENGTH && !/[\p{Cc}\p{Cs}\uFFFE\uFFFF<]/u.test(id);
}

/** A value that is no ID, for an error. */
export function shownID(id: unknown): string {
  if (id === undefined) return 'none';
  if (typeof id !== 'string') return `${typeof id} ${String(id)}`;
  return id.length > ID_LENGTH ? `${id.length} characters` : JSON.stringify(id);
}
