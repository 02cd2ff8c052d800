/** A subject or issuer as Node tells it, an attribute a line, in one line. */
export function nameLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
