import { SERVICES } from '../openadr/service.ts';
import type { PathAdvice } from './path.ts';

/** Text from the wire on its way into an answer of one line: short, and without control characters. */
export function quoted(text: string): string {
  const shown = text.length > 200 ? `${text.slice(0, 200)}…` : text;
  return shown.replace(/\p{C}/gu, '?');
}

/** Body of a 501: what this is, and how a VEN reaches it. @param baseUrl as a VEN must be given it */
export function helpText(method: string, baseUrl: string): string {
  return `This is an OpenADR 2.0b VTN (oadr-sim): simple HTTP, pull.
${quoted(method)} is not implemented; OpenADR sends each message by POST (9.1.3).
Give the VEN this base URL: ${baseUrl}
Services below it: ${SERVICES.join(', ')}
`;
}

/** Body of a 404. */
export function wrongPathText(url: string, advice: PathAdvice, baseUrl: string): string {
  return `404: nothing at ${quoted(url)}: ${quoted(advice.reason)}.
hint: ${quoted(advice.hint)}
The base URL of this VTN is ${baseUrl}
`;
}
