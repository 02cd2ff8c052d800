/**
 * Writes `src/openadr/types.ts`, the message types as plain interfaces, from the declaration of the schema:
 * `node --import tsx scripts/message-types.ts`. Inferred types say the same, but come out ten times as long in what is
 * published (architecture, decision 1); a test compares both.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Complex, Element, Particle, Simple } from '../src/openadr/schema/dsl.ts';
import { singleOf } from '../src/openadr/schema/dsl.ts';
import { PAYLOADS } from '../src/openadr/schema/oadr.ts';

const FILE = fileURLToPath(new URL('../src/openadr/types.ts', import.meta.url));
const WIDTH = 120;

/** A longer list of values is none that a type helps with: currencies. */
const LONG = 30;

/** Interfaces that are not called as their XSD type without prefix and `Type`; some types share one. */
const NAMES: Readonly<Record<string, string>> = {
  'oadr:BaseUnitType': 'CustomUnit',
  'oadr:oadrLoadControlStateTypeType': 'LoadControlValue',
  'oadr:oadrGBItemBase': 'OadrGBDataDescription',
  'oadr:oadrGBStreamPayloadBase': 'OadrGBPayload',
  'xcal:ArrayOfVavailabilityContainedComponents': 'VavailabilityComponents',
  'oadr:oadrTransportType': 'OadrTransportName',
  'oadr:oadrProfileType': 'OadrProfileName',
  'PowerRealType.itemUnits': 'PowerRealUnits',
  'power:EnergyApparentType': 'EnergyItem',
  'power:EnergyReactiveType': 'EnergyItem',
  'power:EnergyRealType': 'EnergyItem',
  'power:PowerApparentType': 'PowerItem',
  'power:PowerReactiveType': 'PowerItem',
};

const HEAD = `// Written by scripts/message-types.ts from src/openadr/schema: change that, and run it again.

/** A part that is not interpreted: the element's XML, with all namespace declarations that it needs. */
export interface Opaque {
  readonly xml: string;
}
`;

const TAIL = `
/** Name of a payload: \`oadrPoll\`. */
export type PayloadName = keyof PayloadTypes;

/** One payload as it goes over the wire: what oadrPayload and oadrSignedObject hold. */
export type Message = {
  [K in PayloadName]: {
    readonly name: K;
    readonly body: PayloadTypes[K];
    /** ds:Signature of oadrPayload. */
    readonly signature?: Opaque;
    /** Attribute Id of oadrSignedObject. */
    readonly id?: string;
  };
}[PayloadName];
`;

/** The text of the file. @throws Error if two types that differ would get one name */
export function messageTypes(): string {
  const declared = new Map<string, string>();
  const declare = (name: string, text: string): string => {
    const known = declared.get(name);
    if (known !== undefined && known !== text) throw new Error(`two types are called ${name}:\n${known}\n${text}`);
    declared.set(name, text);
    return name;
  };

  function simple(type: Simple<unknown>): string {
    if (!type.values || type.values.length > LONG)
      return type.kind === 'number' || type.kind === 'boolean' ? type.kind : 'string';
    const list = type.members?.find(({ values }) => values);
    const own = list ? [simple(list), '(string & {})'] : type.values.map((value) => `'${value}'`);
    const name = nameOf(type.name);
    return declare(name, `${comment(type.name)}export type ${name} =${union(own, `export type ${name} =;`.length)};\n`);
  }

  function complex(type: Complex): string {
    const name = nameOf(type.name);
    // Named before it is looked into; no type of 2.0b contains itself.
    const lines = Object.values(type.fields).flatMap(field);
    for (const [key, { type: own }] of Object.entries(type.attributes))
      lines.push(`  ${quoted(key)}?: ${simple(own)};`);
    return declare(name, `export interface ${name} {\n${lines.join('\n')}\n}\n`);
  }

  function field(particle: Particle): string[] {
    const single = singleOf(particle);
    const repeated = particle.form === 'many' || particle.form === 'some' ? '[]' : '';
    const inGroup = single.form === 'group';
    const optional = inGroup || particle.form === 'optional' || particle.form === 'many' ? '?' : '';
    const elements = inGroup ? Object.values(single.members) : [single];
    return elements.map((element) => `  ${quoted(element.name)}${optional}: ${value(element)}${repeated};`);
  }

  function value({ type }: Element<unknown>): string {
    if (type.form === 'opaque') return 'Opaque';
    return type.form === 'simple' ? simple(type) : complex(type);
  }

  const payloads = Object.values<Element<unknown>>(PAYLOADS).map((element) => `  ${element.name}: ${value(element)};`);
  const all = [...declared.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => `\n${text}`);
  const map = `\n/** The interface of each payload, by its name. */\nexport interface PayloadTypes {\n${payloads.join('\n')}\n}\n`;
  return HEAD + all.join('') + map + TAIL;
}

function nameOf(name: string): string {
  const given = NAMES[name];
  if (given !== undefined) return given;
  const local = name
    .replace(/^.*:/, '')
    .replace(/(?<=.)Type$/, '')
    .replace(/\W/g, '');
  return local.charAt(0).toUpperCase() + local.slice(1);
}

function comment(name: string): string {
  return name.includes(':') ? `/** ${name} */\n` : '';
}

function union(members: readonly string[], used: number): string {
  const line = ` ${members.join(' | ')}`;
  return used + line.length <= WIDTH ? line : members.map((member) => `\n  | ${member}`).join('');
}

function quoted(key: string): string {
  return /^\w+$/.test(key) ? key : `'${key}'`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(FILE, messageTypes());
