/** The five endpoints of simple HTTP (Profile Specification 9.1.2). */
export const SERVICES = ['EiRegisterParty', 'EiEvent', 'EiReport', 'EiOpt', 'OadrPoll'] as const;

export type Service = (typeof SERVICES)[number];

/** Path below the host and the optional prefix to which the service name is added (9.1.2). */
export const BASE_PATH = '/OpenADR2/Simple/2.0b';
