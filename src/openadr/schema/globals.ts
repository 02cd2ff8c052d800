import { builtins } from './builtins.ts';
import * as currency from './currency.ts';
import type { Complex, Element, Type } from './dsl.ts';
import { singleOf } from './dsl.ts';
import * as ei from './ei.ts';
import * as event from './ei-event.ts';
import * as opt from './ei-opt.ts';
import * as report from './ei-report.ts';
import * as emix from './emix.ts';
import * as gml from './gml.ts';
import * as ids from './ids.ts';
import { CURRENCY, PREFIXES, XS } from './namespaces.ts';
import * as oadr from './oadr.ts';
import * as oadrEvent from './oadr-event.ts';
import * as oadrOpt from './oadr-opt.ts';
import * as oadrRegister from './oadr-register.ts';
import * as oadrReport from './oadr-report.ts';
import * as units from './oadr-units.ts';
import * as opaque from './opaque.ts';
import * as payload from './payload.ts';
import * as power from './power.ts';
import * as pyld from './pyld.ts';
import { extensionToken } from './simple.ts';
import * as scale from './siscale.ts';
import * as strm from './strm.ts';
import * as xcal from './xcal.ts';

const modules: readonly object[] = [
  ...[currency, ei, event, opt, report, emix, gml, ids, oadr, oadrEvent, oadrOpt, oadrRegister, oadrReport],
  ...[units, opaque, payload, power, pyld, scale, strm, xcal],
];

/** `{namespace}name`, as names are written in findings and tables. */
export function expanded(uri: string, name: string): string {
  return `{${uri}}${name}`;
}

function isElement(value: unknown): value is Element<unknown> {
  return typeof value === 'object' && value !== null && 'form' in value && value.form === 'element';
}

function isComplex(value: unknown): value is Complex {
  return typeof value === 'object' && value !== null && 'form' in value && value.form === 'complex';
}

/** The elements that an XSD declares at its top: each may be the root of a document that the XSDs call valid. */
export const globalElements: ReadonlyMap<string, Element<unknown>> = new Map(
  modules
    .flatMap((module) => Object.values(module))
    .filter(isElement)
    .map((element) => [expanded(element.uri, element.name), element]),
);

/** Heads of substitution groups, which may not stand in a document themselves. */
export const abstractElements: ReadonlySet<string> = new Set(
  ['ei:uid', 'ei:payloadBase', 'emix:itemBase', 'strm:streamPayloadBase', 'strm:streamBase'].map(qualify),
);

/** The types that have a name, by expanded name: what an `xsi:type` may say. */
export const namedTypes: ReadonlyMap<string, Type> = collectTypes();

function qualify(name: string): string {
  const [prefix = '', local = ''] = name.split(':');
  const own = Object.entries(PREFIXES).find(([, known]) => known === prefix)?.[0];
  return expanded(own ?? (prefix === 'clm' ? CURRENCY : XS), local);
}

function collectTypes(): Map<string, Type> {
  const found = new Map<string, Type>();
  const visit = (type: Type) => {
    if (type.name.includes(':')) {
      if (found.has(qualify(type.name))) return;
      found.set(qualify(type.name), type);
    }
    if (type.form === 'simple') for (const other of [type.base, ...(type.members ?? [])]) if (other) visit(other);
    if (type.form !== 'complex') return;
    if (type.base) visit(type.base);
    for (const attribute of Object.values(type.attributes)) visit(attribute.type);
    for (const field of Object.values(type.fields)) {
      const single = singleOf(field);
      const elements = single.form === 'element' ? [single] : Object.values(single.members);
      for (const element of elements) visit(element.type);
    }
  };
  for (const type of [...builtins, extensionToken]) visit(type);
  for (const element of globalElements.values()) visit(element.type);
  for (const type of modules.flatMap((module) => Object.values(module)).filter(isComplex)) visit(type);
  return found;
}

/** Whether an element of type `from` may say by `xsi:type` that it is of `type`. */
export function derives(type: Type, from: Type): boolean {
  if (type === from) return true;
  if (from.form === 'opaque') return from.content === 'lax';
  if (type.form === 'simple' && from.form === 'simple') {
    if (from.members?.some((member) => derives(type, member))) return true;
    return type.base !== undefined && derives(type.base, from);
  }
  return type.form === 'complex' && type.base !== undefined && derives(type.base, from);
}
