import { nearest } from '../../openadr/index.ts';

/** What people call a field, and which it may be; the first one that is possible in its place is meant. */
const MISNOMERS: Readonly<Record<string, readonly string[]>> = {
  variables: ['vars'],
  params: ['vars'],
  devices: ['vens'],
  ven: ['vens'],
  title: ['name'],
  interval: ['pollInterval', 'duration'],
  for: ['down', 'within'],
  delay: ['down', 'for'],
  duration: ['down', 'for', 'within'],
  timeout: ['within', 'deliver'],
  label: ['id'],
  name: ['id'],
  level: ['value'],
  event: ['id'],
  question: ['text'],
  message: ['text'],
  count: ['times'],
  repeat: ['times'],
};

/** The field that was meant by one that does not exist, if that can be told. */
export function meant(key: string, keys: readonly string[]): string | undefined {
  const usual = Object.hasOwn(MISNOMERS, key) ? MISNOMERS[key]?.find((name) => keys.includes(name)) : undefined;
  if (usual !== undefined) return usual;
  const near = nearest(key, keys);
  return near !== undefined && isLike(key, near) ? near : undefined;
}

/** Few edits turn any short word into any other: most letters must be the same. */
function isLike(one: string, other: string): boolean {
  const letters = [...other.toLowerCase()];
  let common = 0;
  for (const letter of one.toLowerCase()) {
    const at = letters.indexOf(letter);
    if (at === -1) continue;
    letters.splice(at, 1);
    common++;
  }
  return common >= 0.6 * Math.max(one.length, other.length);
}
