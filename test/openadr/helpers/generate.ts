import { PAYLOAD_NAMES } from '../../../src/openadr/payload-names.ts';
import type { Element } from '../../../src/openadr/schema/dsl.ts';
import { OADR, PREFIXES, XSI } from '../../../src/openadr/schema/namespaces.ts';
import { PAYLOADS } from '../../../src/openadr/schema/oadr.ts';
import { Signature } from '../../../src/openadr/schema/opaque.ts';
import { type Plan, planOf, type Slot } from '../../../src/openadr/schema/plan.ts';
import { parseTree } from '../../../src/openadr/xml/parse-tree.ts';
import { element, type XmlElement } from '../../../src/openadr/xml/tree.ts';
import type { Draw } from './draw.ts';
import { validText } from './values.ts';

const SIGNATURE = `<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>
<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>
<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#a">
<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue>AAAA</ds:DigestValue>
</ds:Reference></ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue></ds:Signature>`;
const FEED = `<feed xmlns="http://www.w3.org/2005/Atom"><id>urn:uuid:1</id><title type="text">T</title>
<updated>2026-07-01T00:00:00Z</updated></feed>`;
const COMPONENTS = ['', '', '', ' ', 'text', '<any xmlns="urn:any" a="1">mixed<b/></any>', '<nothing/>'];

/** A valid message: all of the schema comes up, big parts seldom. */
export function validTree(draw: Draw): XmlElement {
  const name = draw.pick(PAYLOAD_NAMES);
  const budget = { elements: draw.pick([10, 30, 60, 120]) };
  const payload = build(draw, PAYLOADS[name], planOf(PAYLOADS[name].type), budget);
  if (draw.chance(0.1)) return payload;
  const signed = element(OADR, 'oadr', 'oadrSignedObject', [payload]);
  if (draw.chance(0.2)) signed.attributes.push({ name: 'Id', prefix: 'oadr', uri: OADR, value: 'object' });
  if (draw.chance(0.05)) return signed;
  const signature = draw.chance(0.1) ? [parsed(SIGNATURE)] : [];
  return element(OADR, 'oadr', 'oadrPayload', [...signature, signed]);
}

/** Whether the inside of an element is opaque to us: the official schemas may say more of it. */
export function isOpaque(node: XmlElement): boolean {
  return (node.name === Signature.name && node.uri === Signature.uri) || node.uri === 'http://www.w3.org/2005/Atom';
}

function build(draw: Draw, declared: Element<unknown>, plan: Plan, budget: { elements: number }): XmlElement {
  budget.elements -= 1;
  const { type } = plan;
  if (type.form === 'opaque') return opaque(draw, declared);
  const node = element(declared.uri, PREFIXES[declared.uri] ?? '', declared.name);
  for (const own of plan.attributes.values()) {
    if (!draw.chance(0.6)) continue;
    const value = validText(draw, own.type);
    node.attributes.push({ name: own.name, prefix: PREFIXES[own.uri] ?? '', uri: own.uri, value });
  }
  if (type.form === 'simple') {
    const text = declared.fixed !== undefined ? draw.pick([declared.fixed, declared.fixed, '']) : validText(draw, type);
    if (text !== '') node.children.push(text);
    return node;
  }
  for (const slot of plan.slots) for (const child of fillSlot(draw, plan, slot, budget)) append(node, child);
  return node;
}

function fillSlot(draw: Draw, plan: Plan, slot: Slot, budget: { elements: number }): XmlElement[] {
  const rich = budget.elements > 0;
  let count = slot.required || (rich && draw.chance(0.4)) ? 1 : 0;
  if (slot.repeated && rich && count > 0) count += draw.pick([0, 0, 1, 2]);
  return Array.from({ length: count }, () => {
    const entry = plan.children.get(slot.names.length === 1 ? (slot.names[0] ?? '') : draw.pick(slot.names));
    if (!entry) throw new Error('a slot names what its plan lacks');
    const { type } = entry.plan;
    if (type.form !== 'complex' || !type.abstract) return build(draw, entry.element, entry.plan, budget);
    return typed(build(draw, entry.element, planOf(derived(type.name)), budget), type.name);
  });
}

// The abstract items stand in a message only with the type of one that is not.
function derived(abstract: string) {
  const name = abstract === 'power:EnergyItemType' ? 'energyReal' : 'powerReal';
  const entry = itemBaseMembers().get(name);
  if (!entry) throw new Error(`${name} is not declared`);
  return entry.type;
}

function itemBaseMembers(): ReadonlyMap<string, Element<unknown>> {
  const report = planOf(PAYLOADS.oadrRegisterReport.type).children.get('oadrReport');
  const description = report?.plan.children.get('oadrReportDescription');
  return description?.plan.children.get('powerReal')?.slot.members ?? new Map();
}

function typed(node: XmlElement, abstract: string): XmlElement {
  const value = abstract === 'power:EnergyItemType' ? 'power:EnergyRealType' : 'power:PowerRealType';
  node.attributes.push({ name: 'type', prefix: 'xsi', uri: XSI, value });
  return node;
}

function opaque(draw: Draw, declared: Element<unknown>): XmlElement {
  if (declared.name === 'Signature') return parsed(SIGNATURE);
  if (declared.name === 'feed') return parsed(FEED);
  const attributes = draw.chance(0.1) ? ` xmlns:xsi="${XSI}" xsi:nil="false"` : '';
  const content = draw.pick(COMPONENTS);
  return parsed(`<xcal:components xmlns:xcal="${declared.uri}"${attributes}>${content}</xcal:components>`);
}

function parsed(xml: string): XmlElement {
  const { tree } = parseTree(xml);
  if (!tree) throw new Error(`no tree in ${xml}`);
  return tree;
}

function append(node: XmlElement, child: XmlElement): void {
  child.parent = node;
  node.children.push(child);
}
