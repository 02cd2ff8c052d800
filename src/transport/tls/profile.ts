// What both sides of this program offer in TLS, by name (section 10.2, rule 67).

/** Versions and suites of TLS. */
export interface TlsProfile {
  readonly minVersion: 'TLSv1.2';
  readonly maxVersion: 'TLSv1.2' | 'TLSv1.3';
  /** OpenSSL's names, best first, with colons between. */
  readonly ciphers: string;
  /** In a line, for people. */
  readonly about: string;
}

/** The two suites of rule 67: one for ECC certificates, one for RSA. */
const OPENADR_SUITES = ['ECDHE-ECDSA-AES128-SHA256', 'AES128-SHA256'];

/** AEAD, and the three suites of TLS 1.3. */
const MODERN_SUITES = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
];

/** `openadr`: TLS 1.2 with the suites of rule 67 and no other. `modern`: TLS 1.3 and AEAD too. */
export const TLS_PROFILES = {
  openadr: {
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.2',
    ciphers: OPENADR_SUITES.join(':'),
    about: `TLS 1.2 with ${OPENADR_SUITES.join(' and ')} (rule 67)`,
  },
  modern: {
    minVersion: 'TLSv1.2',
    maxVersion: 'TLSv1.3',
    ciphers: [...MODERN_SUITES, ...OPENADR_SUITES].join(':'),
    about: 'TLS 1.2 and 1.3 with AEAD suites, and those of rule 67',
  },
} as const satisfies Readonly<Record<string, TlsProfile>>;

export type TlsProfileName = keyof typeof TLS_PROFILES;

export const TLS_PROFILE_NAMES = ['openadr', 'modern'] as const satisfies readonly TlsProfileName[];
