/** An address without the mapping of IPv4 into IPv6: `::ffff:10.0.0.7` is `10.0.0.7`. */
export function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '');
}

/** Whether an address is one of this machine's own loop. */
export function isLoopback(address: string): boolean {
  return /^(?:127\.|::1$)/.test(plainAddress(address));
}
