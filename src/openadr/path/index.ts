/** Element paths, rows and comparison: the one matcher behind `where`, `patch`, findings' paths and the tree. */
export { pathOf as elementPath } from '../xml/tree.ts';
export { type Comparison, explainValue, meets, type WhereScalar, type WhereValue } from './compare.ts';
export { checkKey, type KeyCheck } from './key.ts';
export { applyPatch, type Patched } from './patch.ts';
export { type Place, rootPlace } from './place.ts';
export { type Cell, type Row, rows } from './rows.ts';
export { payloadOf } from './survey.ts';
export { elementText } from './text.ts';
export { matchWhere, type NearMiss, type Where, type WhereObject, type WhereResult } from './where.ts';
