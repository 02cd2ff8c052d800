/**
 * A message as it may come from a lenient reading: anything that the schema requires can be absent. A strict message is
 * assignable to it, so services take this and the compiler asks for every check.
 */
export type Lenient<T> = T extends string | number | boolean
  ? T
  : T extends readonly (infer E)[]
    ? readonly Lenient<E>[]
    : T extends object
      ? { readonly [K in keyof T]?: Lenient<T[K]> }
      : T;

/** The value if there is one: empty and omitted elements are equal (rule 46). */
export function given(value: string | undefined): string | undefined {
  return value === undefined || value === '' ? undefined : value;
}

/** What is filled in place: a report may hold many thousands, and to spread objects into each costs several times as much. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };
