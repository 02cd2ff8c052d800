/** What the standard says: its messages as types, how they are read, judged and written. */
export type { Finding, Layer, Severity } from './finding.ts';
export { isPayloadName, PAYLOAD_NAMES } from './schema/oadr.ts';
export type * from './schema/types.ts';
export type { XmlAttribute, XmlElement } from './xml/tree.ts';
