import type { KeyObject, X509Certificate } from 'node:crypto';

/** What a simulated VEN signs with; it then registers with oadrXmlSignature and takes no answer that is not signed. */
export interface VenSigning {
  readonly key: KeyObject;
  readonly certificate: X509Certificate;
  /**
   * Fingerprint of the certificate that the VTN signs with; default: that of its TLS, whatever certificate comes in KeyInfo.
   * On plain HTTP without it every key is believed, and a fact says so.
   */
  readonly vtnFingerprint?: string;
}
