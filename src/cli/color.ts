/** Whether to colour: `--color`, then NO_COLOR (non-empty), FORCE_COLOR, then the terminal. */
export function wantsColor(when: 'auto' | 'always' | 'never', stream: NodeJS.WriteStream): boolean {
  if (when !== 'auto') return when === 'always';
  if (process.env.NO_COLOR) return false;
  if (process.env.FORCE_COLOR !== undefined && process.env.FORCE_COLOR !== '0') return true;
  return stream.isTTY === true && process.env.TERM !== 'dumb';
}
