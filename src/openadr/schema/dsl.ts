/**
 * The words in which the 2.0b schema is declared. A *type* is simple (text), complex (child elements in a fixed
 * order) or opaque (kept as it came). An *element* gives a type a name; a *group* is a set of elements of which one
 * stands in a place (a substitution group or a choice). `optional`, `many` and `some` say how often.
 * Every content model of 2.0b is a sequence of those, so nothing else is needed.
 */

/** What a simple value is in a message object. Date-times and durations stay lexical strings. */
export type SimpleKind = 'string' | 'number' | 'boolean' | 'dateTime' | 'duration';

/** A part that is not interpreted: the element's XML, with all namespace declarations that it needs. */
export interface Opaque {
  readonly xml: string;
}

export interface Simple<T> {
  readonly form: 'simple';
  readonly kind: SimpleKind;
  /** `prefix:name` if the XSD names the type, else without colon. */
  readonly name: string;
  /** White space facet, applied before anything else. */
  readonly space: 'preserve' | 'replace' | 'collapse';
  /** The type that this one restricts, for `xsi:type`. */
  readonly base?: Simple<unknown>;
  /** The types that this one unites. */
  readonly members?: readonly Simple<unknown>[];
  /** What is wanted, for findings: `one of optIn, optOut`. */
  readonly expected: string;
  /** The enumerated values, if there are any. */
  readonly values?: readonly string[];
  /** A value that breaks this type cannot be told in the message at all (a closed enumeration, a number). */
  readonly closed: boolean;
  /** Whether values are identities that must be unique in the message (`xs:ID`). */
  readonly id?: boolean;
  /** The value of a text (white space already treated), or undefined if the text is not of this type. */
  parse(text: string): T | undefined;
  /** The text of a value, or undefined if the value cannot be of this type. */
  format(value: unknown): string | undefined;
}

export interface OpaqueType {
  readonly form: 'opaque';
  readonly name: string;
  /** `lax`: what is declared inside is validated (`xs:anyType`). `skip`: nothing is. */
  readonly content: 'lax' | 'skip';
}

export interface Element<T> {
  readonly form: 'element';
  readonly uri: string;
  readonly name: string;
  readonly type: Simple<unknown> | Complex | OpaqueType;
  readonly nillable: boolean;
  /** The only value allowed. */
  readonly fixed?: string;
  /** Never there: carries the type of the value. */
  readonly value?: T;
}

export interface Group<M extends Members> {
  readonly form: 'group';
  /** Name of the abstract head, for findings. */
  readonly name: string;
  readonly members: M;
}

export interface Optional<P extends Element<unknown> | Group<Members>> {
  readonly form: 'optional';
  readonly of: P;
}
export interface Many<P extends Element<unknown> | Group<Members>> {
  readonly form: 'many';
  readonly of: P;
}
export interface Some<P extends Element<unknown> | Group<Members>> {
  readonly form: 'some';
  readonly of: P;
}

export interface Attribute<T> {
  readonly form: 'attribute';
  readonly uri: string;
  readonly name: string;
  readonly type: Simple<T>;
}

export type Type = Simple<unknown> | Complex | OpaqueType;
export type Members = Readonly<Record<string, Element<unknown>>>;
type Single = Element<unknown> | Group<Members>;
export type Particle = Single | Optional<Single> | Many<Single> | Some<Single>;
export type Fields = Readonly<Record<string, Particle>>;
export type Attributes = Readonly<Record<string, Attribute<unknown>>>;

export interface Complex<F extends Fields = Fields, A extends Attributes = Attributes> {
  readonly form: 'complex';
  /** `prefix:name` if the XSD names the type, else without colon. */
  readonly name: string;
  /** In the order of the XSD; the key is the element's name, or that of the group. */
  readonly fields: F;
  readonly attributes: A;
  /** Cannot stand in a message itself, only a type derived from it. */
  readonly abstract: boolean;
  readonly base?: Complex;
}

type Value<P> = P extends Element<infer T> ? T : never;
type RequiredFields<F> = {
  -readonly [K in keyof F as F[K] extends Element<unknown> | Some<Element<unknown>> ? K : never]: F[K] extends Some<
    infer E
  >
    ? Value<E>[]
    : Value<F[K]>;
};
type OptionalFields<F> = {
  -readonly [K in keyof F as F[K] extends Optional<Element<unknown>> | Many<Element<unknown>>
    ? K
    : never]?: F[K] extends Many<infer E> ? Value<E>[] : F[K] extends Optional<infer E> ? Value<E> : never;
};
type GroupMembers<P> =
  P extends Group<infer M>
    ? { -readonly [K in keyof M]?: Value<M[K]> }
    : P extends Optional<Group<infer M>>
      ? { -readonly [K in keyof M]?: Value<M[K]> }
      : P extends Many<Group<infer M>> | Some<Group<infer M>>
        ? { -readonly [K in keyof M]?: Value<M[K]>[] }
        : never;
type Intersection<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void ? I : never;
type GroupFields<F> = [GroupMembers<F[keyof F]>] extends [never] ? unknown : Intersection<GroupMembers<F[keyof F]>>;
type AttributeFields<A> = { -readonly [K in keyof A]?: A[K] extends Attribute<infer T> ? T : never };

/** The message object of a complex type. Name it as an interface: `interface X extends Infer<typeof xType> {}`. */
export type Infer<C> =
  C extends Complex<infer F, infer A>
    ? RequiredFields<F> & OptionalFields<F> & GroupFields<F> & AttributeFields<A>
    : never;

/** An element with a simple type; its value is that of the type. */
export function text<T>(uri: string, name: string, type: Simple<T>, fixed?: string): Element<T> {
  return { form: 'element', uri, name, type, nillable: false, fixed };
}

/** An element with a complex or opaque type; `T` is the interface of its value. */
export function el<T extends object>(uri: string, name: string, type: Complex | OpaqueType, nillable = false) {
  const made: Element<T> = { form: 'element', uri, name, type, nillable };
  return made;
}

/** A complex type: the fields in their order. The keys must be the names of the elements. */
export function complex<F extends Fields, A extends Attributes = Record<never, never>>(
  name: string,
  fields: F,
  attributes?: A,
  derivation: { readonly abstract?: boolean; readonly base?: Complex } = {},
): Complex<F, A> {
  for (const [key, field] of Object.entries(fields)) {
    const single = singleOf(field);
    if (single.name !== key) throw new TypeError(`${name} declares ${single.name} under the name ${key}`);
  }
  const { abstract = false, base } = derivation;
  return { form: 'complex', name, fields, attributes: attributes ?? ({} as A), abstract, base };
}

export function opaque(name: string, content: OpaqueType['content']): OpaqueType {
  return { form: 'opaque', name, content };
}

/** Elements of which one stands in a place: the members of a substitution group, or a choice. */
export function group<M extends Members>(name: string, members: M): Group<M> {
  return { form: 'group', name, members };
}

export function attribute<T>(uri: string, name: string, type: Simple<T>): Attribute<T> {
  return { form: 'attribute', uri, name, type };
}

/** At most one. */
export function optional<P extends Single>(of: P): Optional<P> {
  return { form: 'optional', of };
}

/** Any number, none too. */
export function many<P extends Single>(of: P): Many<P> {
  return { form: 'many', of };
}

/** One or more. */
export function some<P extends Single>(of: P): Some<P> {
  return { form: 'some', of };
}

/** The element or group of a field, without its occurrence. */
export function singleOf(field: Particle): Single {
  return field.form === 'element' || field.form === 'group' ? field : field.of;
}
