// Names of the numbers on the wire that occur at a bench (IANA's TLS registries); others are shown as hexadecimal digits.

type Names = Readonly<Record<number, string>>;

const VERSIONS: Names = { 768: 'SSLv3', 769: 'TLSv1', 770: 'TLSv1.1', 771: 'TLSv1.2', 772: 'TLSv1.3' };

/** As OpenSSL calls them, since devices are set up so. */
const SUITES: Names = {
  4: 'RC4-MD5',
  5: 'RC4-SHA',
  10: 'DES-CBC3-SHA',
  47: 'AES128-SHA',
  51: 'DHE-RSA-AES128-SHA',
  53: 'AES256-SHA',
  57: 'DHE-RSA-AES256-SHA',
  60: 'AES128-SHA256',
  61: 'AES256-SHA256',
  103: 'DHE-RSA-AES128-SHA256',
  107: 'DHE-RSA-AES256-SHA256',
  156: 'AES128-GCM-SHA256',
  157: 'AES256-GCM-SHA384',
  158: 'DHE-RSA-AES128-GCM-SHA256',
  159: 'DHE-RSA-AES256-GCM-SHA384',
  4865: 'TLS_AES_128_GCM_SHA256',
  4866: 'TLS_AES_256_GCM_SHA384',
  4867: 'TLS_CHACHA20_POLY1305_SHA256',
  49161: 'ECDHE-ECDSA-AES128-SHA',
  49162: 'ECDHE-ECDSA-AES256-SHA',
  49171: 'ECDHE-RSA-AES128-SHA',
  49172: 'ECDHE-RSA-AES256-SHA',
  49187: 'ECDHE-ECDSA-AES128-SHA256',
  49188: 'ECDHE-ECDSA-AES256-SHA384',
  49191: 'ECDHE-RSA-AES128-SHA256',
  49192: 'ECDHE-RSA-AES256-SHA384',
  49195: 'ECDHE-ECDSA-AES128-GCM-SHA256',
  49196: 'ECDHE-ECDSA-AES256-GCM-SHA384',
  49199: 'ECDHE-RSA-AES128-GCM-SHA256',
  49200: 'ECDHE-RSA-AES256-GCM-SHA384',
  52392: 'ECDHE-RSA-CHACHA20-POLY1305',
  52393: 'ECDHE-ECDSA-CHACHA20-POLY1305',
};

const GROUPS: Names = {
  19: 'P-192',
  21: 'P-224',
  23: 'P-256',
  24: 'P-384',
  25: 'P-521',
  29: 'X25519',
  30: 'X448',
  256: 'ffdhe2048',
  257: 'ffdhe3072',
};

const SIGNATURES: Names = {
  513: 'RSA+SHA1',
  515: 'ECDSA+SHA1',
  769: 'RSA+SHA224',
  771: 'ECDSA+SHA224',
  1025: 'RSA+SHA256',
  1027: 'ECDSA+SHA256',
  1281: 'RSA+SHA384',
  1283: 'ECDSA+SHA384',
  1537: 'RSA+SHA512',
  1539: 'ECDSA+SHA512',
  2052: 'RSA-PSS+SHA256',
  2053: 'RSA-PSS+SHA384',
  2054: 'RSA-PSS+SHA512',
  2055: 'Ed25519',
  2056: 'Ed448',
};

/** TLS_EMPTY_RENEGOTIATION_INFO_SCSV and TLS_FALLBACK_SCSV are signals, no suites. */
const SIGNALS: readonly number[] = [0x00ff, 0x5600];

/** GREASE (RFC 8701): values that say nothing. */
function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);
}

function nameIn(names: Names): (value: number) => string {
  return (value) => names[value] ?? `0x${value.toString(16).padStart(4, '0')}`;
}

export const versionName = nameIn(VERSIONS);
export const suiteName = nameIn(SUITES);
export const groupName = nameIn(GROUPS);
export const signatureName = nameIn(SIGNATURES);

/** Whether a value stands for something that can be agreed on. */
export function isMeant(value: number): boolean {
  return !isGrease(value) && !SIGNALS.includes(value);
}

const ALERTS: Names = {
  0: 'close_notify',
  10: 'unexpected_message',
  20: 'bad_record_mac',
  40: 'handshake_failure',
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  44: 'certificate_revoked',
  45: 'certificate_expired',
  46: 'certificate_unknown',
  47: 'illegal_parameter',
  48: 'unknown_ca',
  49: 'access_denied',
  50: 'decode_error',
  51: 'decrypt_error',
  70: 'protocol_version',
  71: 'insufficient_security',
  80: 'internal_error',
  86: 'inappropriate_fallback',
  90: 'user_canceled',
  109: 'missing_extension',
  112: 'unrecognized_name',
  116: 'certificate_required',
};

/** Of an alert's description (RFC 8446, 6). */
export function alertName(code: number): string {
  return ALERTS[code] ?? `alert ${code}`;
}
