import { XmlDocument, XmlElement } from 'libxml2-wasm';

/** What libxml2 makes of the nth element (from 0, in document order) by inclusive C14N 1.0. */
export function libxml2Canonical(body: string | Uint8Array, nth: number, withComments: boolean): string {
  const document = typeof body === 'string' ? XmlDocument.fromString(body) : XmlDocument.fromBuffer(body);
  try {
    const apex = document.get(`(//*)[${nth + 1}]`);
    if (!(apex instanceof XmlElement)) throw new Error(`no element ${nth}`);
    return apex.canonicalizeToString({ withComments });
  } finally {
    document.dispose();
  }
}
