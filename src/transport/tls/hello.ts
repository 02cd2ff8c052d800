/** What a client offers, by the names that OpenSSL has for it; GREASE and signals are left out. */
export interface ClientHello {
  /** Those of supported_versions; without that extension the newest alone, as the hello tells no more. */
  readonly versions: readonly string[];
  readonly suites: readonly string[];
  /** Absent where it sent no such extension. */
  readonly groups?: readonly string[];
  readonly signatureAlgorithms?: readonly string[];
  /** Host that it asks for (SNI). */
  readonly serverName?: string;
  readonly alpn?: readonly string[];
}
