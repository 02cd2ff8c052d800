/** What became of the XML signature of a message, for the record; what the bytes tell is not repeated but in short. */
export interface SignatureFacts {
  /**
   * - `holds`: the message is what its signer sent, and it was processed as verified.
   * - `refused`: there is a signature, and it does not count; findings say why.
   * - `missing`: there is none, where one was due.
   * - `made`: signed by this side.
   */
  readonly verdict: 'holds' | 'refused' | 'missing' | 'made';
  /** Fingerprint of the signer's certificate, where one is known (section 10.5.1). */
  readonly fingerprint?: string;
  /** The signer's certificate's subject. */
  readonly subject?: string;
  /** In short: `rsa-sha256`, `ecdsa-sha256`, … */
  readonly method?: string;
  /** ReplayProtect, ms since the epoch. */
  readonly timestamp?: number;
  /** `timestamp` less our time, ms: the difference between the clocks and the way here. */
  readonly offset?: number;
  /** Over 64 KiB: verified or made in a worker thread. */
  readonly worker?: true;
}
