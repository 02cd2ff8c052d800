import { isPayloadName, PAYLOAD_NAMES } from '../payload-names.ts';
import type { Message } from '../types.ts';
import type { XmlElement } from '../xml/tree.ts';
import type { Element } from './dsl.ts';
import type { Findings } from './findings.ts';
import { abstractElements, expanded, globalElements } from './globals.ts';
import { prefixed } from './names.ts';
import { nearest } from './near.ts';
import { oadrPayload, PAYLOADS } from './oadr.ts';
import { wrongNamespace } from './placement.ts';

type Value = Record<string, unknown>;

/** What a root element is by the schema; undefined, with a finding, if it is nothing. */
export function rootElement(node: XmlElement, findings: Findings): Element<unknown> | undefined {
  const declared = globalElements.get(expanded(node.uri, node.name));
  if (declared) {
    if (declared !== oadrPayload) unwrapped(node, findings);
    return declared;
  }
  const meant = isPayloadName(node.name) ? PAYLOADS[node.name] : undefined;
  const element: Element<unknown> | undefined = node.name === 'oadrPayload' ? oadrPayload : meant;
  if (element) wrongNamespace(findings, node, element);
  else stranger(node, findings);
  return element;
}

/** The payload in the value of a root element: bare, or in oadrPayload or oadrSignedObject. */
export function messageOf(root: string, value: Value | undefined): Message | undefined {
  if (!value) return undefined;
  if (isPayloadName(root)) return { name: root, body: value } as unknown as Message;
  const signed = (root === 'oadrSignedObject' ? value : value.oadrSignedObject) as Value | undefined;
  const name = signed && Object.keys(signed).find(isPayloadName);
  if (!signed || !name) return undefined;
  const message: Value = { name, body: signed[name] };
  if (value !== signed && value.Signature) message.signature = value.Signature;
  if (signed.Id !== undefined) message.id = signed.Id;
  return message as unknown as Message;
}

/** The XSDs take any element that they declare at the top for a document; the profile wants oadrPayload. */
function unwrapped(node: XmlElement, findings: Findings): void {
  const detail = { expected: 'oadrPayload', actual: node.name };
  if (isPayloadName(node.name) || node.name === 'oadrSignedObject') {
    const hint = 'wrap it in oadrPayload and oadrSignedObject';
    findings.at(node, 'schema', 'warning', `${node.name} stands without oadrPayload`, { ...detail, hint });
  } else {
    findings.at(node, 'rule', 'error', `${node.name} alone is no OpenADR message`, detail);
  }
}

function stranger(node: XmlElement, findings: Findings): void {
  const abstract = abstractElements.has(expanded(node.uri, node.name));
  const near = abstract ? undefined : nearest(node.name, ['oadrPayload', ...PAYLOAD_NAMES]);
  findings.at(node, 'schema', 'error', `${node.name} is no OpenADR 2.0b message`, {
    expected: 'oadrPayload',
    actual: prefixed(node.uri, node.name),
    hint: near && `did you mean ${near}?`,
  });
}
