import { DS, DSP } from '../schema/namespaces.ts';
import { readDateTime } from '../time.ts';
import { at, childrenNamed, plainText } from './content.ts';
import type { SourceDocument, SourceElement } from './document.ts';
import { refuse } from './refusal.ts';

/** When a message was sent, and what makes it this sending (rule 514, section 10.6.3). */
export interface ReplayProtect {
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly nonce: string;
}

// Nonces are remembered; 32 hexadecimal digits are usual.
const LONGEST_NONCE = 256;

/**
 * The ReplayProtect element of a message: a SignatureProperty of one of the Signature's Objects. Undefined where there
 * is none. Throws Refused where one stands anywhere else, or more than one.
 */
export function findReplayProtect(
  { elements, text }: SourceDocument,
  objects: readonly SourceElement[],
): SourceElement | undefined {
  const all = elements.filter(({ local, uri }) => local === 'ReplayProtect' && uri === DSP);
  const placed = objects
    .flatMap((object) => childrenNamed(object, DS, 'SignatureProperties'))
    .flatMap((properties) => childrenNamed(properties, DS, 'SignatureProperty'))
    .flatMap((property) => childrenNamed(property, DSP, 'ReplayProtect'));
  const [found] = all;
  if (all.length > 1 && found)
    refuse({ reason: 'frame', fault: 'replayProtects', found: String(all.length), ...at(found, text) });
  if (found && found !== placed[0]) refuse({ reason: 'frame', fault: 'shape', found: found.name, ...at(found, text) });
  return found;
}

/** Timestamp and nonce of a ReplayProtect. Throws Refused where one is missing or cannot be read. */
export function readReplayProtect(node: SourceElement | undefined): ReplayProtect {
  if (!node) return refuse({ reason: 'replayProtect', fault: 'missing' });
  const time = only(node, 'timestamp');
  const { ms } = readDateTime(time ?? '');
  if (ms === undefined) return refuse({ reason: 'replayProtect', fault: 'timestamp', ...shown(time) });
  const nonce = only(node, 'nonce')?.trim();
  if (!nonce || nonce.length > LONGEST_NONCE) refuse({ reason: 'replayProtect', fault: 'nonce', ...shown(nonce) });
  return { timestamp: ms, nonce };
}

function only(node: SourceElement, name: string): string | undefined {
  const all = childrenNamed(node, DSP, name);
  return all.length === 1 && all[0] ? plainText(all[0]) : undefined;
}

function shown(found: string | undefined): { found?: string } {
  return found === undefined ? {} : { found: found.slice(0, LONGEST_NONCE) };
}
