/** How a certificate that was refused can be accepted for a VEN, for people: by a key, or where nobody sits before the UI. */
export function waysToRepin(venID: string, fingerprint: string): string {
  return `c in the UI; without it --fingerprint ${venID}=${fingerprint} at the next start`;
}
