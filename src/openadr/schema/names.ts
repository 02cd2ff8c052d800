import { globalElements } from './globals.ts';
import { PREFIXES } from './namespaces.ts';
import { PAYLOADS } from './oadr.ts';
import { type Plan, planOf } from './plan.ts';

let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** The parents that each element name may have, by local name. */
export function parentsByName(): ReadonlyMap<string, ReadonlySet<string>> {
  if (known) return known;
  const parents = new Map<string, Set<string>>();
  const seen = new Set<Plan>();
  const visit = (name: string, plan: Plan) => {
    for (const [child, entry] of plan.children) {
      const set = parents.get(child) ?? new Set();
      parents.set(child, set.add(name));
      if (seen.has(entry.plan)) continue;
      seen.add(entry.plan);
      visit(child, entry.plan);
    }
  };
  for (const element of globalElements.values()) visit(element.name, planOf(element.type));
  known = parents;
  return known;
}

/** The local names of all elements that a payload can contain, and those of the payloads. */
export function elementNames(): string[] {
  return [...new Set([...Object.keys(PAYLOADS), ...parentsByName().keys()])];
}

/** `ei:venID`, for a sentence. */
export function prefixed(uri: string, name: string): string {
  const prefix = PREFIXES[uri];
  return prefix ? `${prefix}:${name}` : name;
}
