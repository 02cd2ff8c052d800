import { complex, el, type Infer, optional } from './dsl.ts';
import { type EiTarget, eiResponse, eiTarget, eiTargetType, qualifiedEventID } from './ei.ts';
import { eiOptType } from './ei-opt.ts';
import { optID, requestID, schemaVersion, venID } from './ids.ts';
import { OADR } from './namespaces.ts';

/** EiOpt. */
export const oadrDeviceClass = el<EiTarget>(OADR, 'oadrDeviceClass', eiTargetType);

const createOptType = complex(
  'oadr:oadrCreateOptType',
  {
    ...eiOptType.fields,
    requestID,
    qualifiedEventID: optional(qualifiedEventID),
    eiTarget,
    oadrDeviceClass: optional(oadrDeviceClass),
  },
  schemaVersion,
  { base: eiOptType },
);
export interface OadrCreateOpt extends Infer<typeof createOptType> {}
export const oadrCreateOpt = el<OadrCreateOpt>(OADR, 'oadrCreateOpt', createOptType);

const createdOptType = complex('oadr:oadrCreatedOptType', { eiResponse, optID }, schemaVersion);
export interface OadrCreatedOpt extends Infer<typeof createdOptType> {}
export const oadrCreatedOpt = el<OadrCreatedOpt>(OADR, 'oadrCreatedOpt', createdOptType);

const cancelOptType = complex('oadr:oadrCancelOptType', { requestID, optID, venID }, schemaVersion);
export interface OadrCancelOpt extends Infer<typeof cancelOptType> {}
export const oadrCancelOpt = el<OadrCancelOpt>(OADR, 'oadrCancelOpt', cancelOptType);

const canceledOptType = complex('oadr:oadrCanceledOptType', { eiResponse, optID: optional(optID) }, schemaVersion);
export interface OadrCanceledOpt extends Infer<typeof canceledOptType> {}
export const oadrCanceledOpt = el<OadrCanceledOpt>(OADR, 'oadrCanceledOpt', canceledOptType);
