/** One PEM block (RFC 7468). */
export interface PemBlock {
  /** Such as `CERTIFICATE`. */
  readonly label: string;
  /** The block with its frame, for readers that take PEM. */
  readonly text: string;
  readonly der: Buffer;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;

/** All blocks of a text; what stands around them is passed over, as openssl's remarks are. */
export function pemBlocks(text: string): readonly PemBlock[] {
  return [...text.matchAll(BLOCK)].map(([block, label = '', body = '']) => ({
    label,
    text: `${block}\n`,
    // Enciphered traditional keys have header lines; their DER is of no use without the passphrase.
    der: Buffer.from(body.replace(/^\S+:.*$/gm, ''), 'base64'),
  }));
}

/** Whether the bytes are PEM text: DER begins with a SEQUENCE. */
export function isPem(bytes: Uint8Array): boolean {
  return bytes[0] !== 0x30 && Buffer.from(bytes).includes('-----BEGIN ');
}
