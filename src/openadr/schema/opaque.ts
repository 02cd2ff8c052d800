import { el, type Opaque, opaque } from './dsl.ts';
import { ATOM, DS } from './namespaces.ts';

/** XML signature: kept as it came, judged by the signature code. */
export const Signature = el<Opaque>(DS, 'Signature', opaque('ds:SignatureType', 'skip'));

/** Green Button data: kept as it came. */
export const feed = el<Opaque>(ATOM, 'feed', opaque('atom:feedType', 'skip'));
