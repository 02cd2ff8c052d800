/** Subject and issuer of a certificate: a renewed one has both in common with the one before. */
export interface CertificateNames {
  readonly subject: string;
  readonly issuer: string;
}
