/** What the standard says: its messages as types, how they are read, judged and written. */
export { isSuccess, meaningOf, RESPONSE_CODES, type ResponseCode } from './codes.ts';
export type { Finding, Layer, Severity } from './finding.ts';
export { isPayloadName, PAYLOAD_NAMES } from './payload-names.ts';
export { type Reading, type ResourceStatus, readingsOf, readingsOfReport } from './report/readings.ts';
export { childrenOf, type NodeKind, type SchemaNode, schemaOf } from './schema/describe.ts';
export { type FillValues, fill } from './schema/fill.ts';
export type { Ids } from './schema/id-keeper.ts';
export { elementNames } from './schema/names.ts';
export { nearest } from './schema/near.ts';
export { SchemaError } from './schema/schema-error.ts';
export { type ToTreeOptions, toTree } from './schema/to-tree.ts';
export { validate } from './schema/validate.ts';
export { write } from './schema/write.ts';
export type * from './types.ts';
export { LIMITS, type Limits } from './xml/limits.ts';
export { createReader, type Reader, type ReadResult, read, readAsync } from './xml/read.ts';
export { opaqueText, writeTree } from './xml/text.ts';
export { childElements, element, pathOf, textOf, type XmlAttribute, type XmlElement } from './xml/tree.ts';
