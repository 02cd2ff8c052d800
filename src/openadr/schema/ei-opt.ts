import { complex, optional, text } from './dsl.ts';
import { createdDateTime, optType } from './ei.ts';
import { marketContext } from './emix.ts';
import { optID, schemaVersion, venID } from './ids.ts';
import { EI } from './namespaces.ts';
import { enumeration, extensible, token } from './simple.ts';
import { vavailability } from './xcal.ts';

const reasons = enumeration('ei:OptReasonEnumeratedType', token, [
  'economic',
  'emergency',
  'mustRun',
  'notParticipating',
  'outageRunStatus',
  'overrideStatus',
  'participating',
  'x-schedule',
]);
export const optReasonEnumerated = text(EI, 'optReasonEnumerated', reasons);
export const optReason = text(EI, 'optReason', extensible('ei:OptReasonType', reasons));

/** The base of oadrCreateOpt. */
export const eiOptType = complex(
  'ei:EiOptType',
  {
    optID,
    optType,
    optReason,
    marketContext: optional(marketContext),
    venID,
    vavailability: optional(vavailability),
    createdDateTime,
  },
  schemaVersion,
);
