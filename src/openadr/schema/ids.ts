import { attribute, text } from './dsl.ts';
import { EI, PYLD } from './namespaces.ts';
import { enumeration, extensible, restriction, string, token, unsignedInt } from './simple.ts';

/** The identifiers of ei and pyld, which all services share. */
export const venID = text(EI, 'venID', string);
export const vtnID = text(EI, 'vtnID', string);
export const eventID = text(EI, 'eventID', string);
export const modificationNumber = text(EI, 'modificationNumber', unsignedInt);
export const optID = text(EI, 'optID', string);
export const resourceID = text(EI, 'resourceID', string);
export const groupID = text(EI, 'groupID', string);
export const groupName = text(EI, 'groupName', string);
export const partyID = text(EI, 'partyID', string);
export const eiReportID = text(EI, 'eiReportID', string);
export const reportRequestID = text(EI, 'reportRequestID', string);
export const reportSpecifierID = text(EI, 'reportSpecifierID', string);
export const rID = text(EI, 'rID', string);
const uidType = restriction('ei:UidType', string);
export const refID = text(EI, 'refID', uidType);
export const registrationID = text(EI, 'registrationID', uidType);
export const requestID = text(PYLD, 'requestID', string);

const versions = enumeration('ei:schemaVersionEnumeratedType', token, ['2.0a', '2.0b']);
export const schemaVersionType = extensible('ei:schemaVersionType', versions);
/** The attribute that each payload may carry. */
export const schemaVersion = { schemaVersion: attribute(EI, 'schemaVersion', schemaVersionType) };
