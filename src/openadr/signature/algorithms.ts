/** The algorithms of rule 514, and nothing else: what is not here is refused. */
export const C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const C14N_WITH_COMMENTS = `${C14N}#WithComments`;
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const ECDSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256';
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

/** What is canonicalised keeps its comments, or not. */
export const CANONICALIZATIONS: Readonly<Record<string, { readonly comments: boolean }>> = {
  [C14N]: { comments: false },
  [C14N_WITH_COMMENTS]: { comments: true },
};

/** Key type (as Node names it) and hash. */
export const SIGNATURES: Readonly<Record<string, { readonly key: 'rsa' | 'ec'; readonly hash: 'sha1' | 'sha256' }>> = {
  'http://www.w3.org/2000/09/xmldsig#rsa-sha1': { key: 'rsa', hash: 'sha1' },
  [RSA_SHA256]: { key: 'rsa', hash: 'sha256' },
  'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1': { key: 'ec', hash: 'sha1' },
  [ECDSA_SHA256]: { key: 'ec', hash: 'sha256' },
};

export const DIGESTS: Readonly<Record<string, { readonly hash: 'sha1' | 'sha256' }>> = {
  'http://www.w3.org/2000/09/xmldsig#sha1': { hash: 'sha1' },
  [SHA256]: { hash: 'sha256' },
};

/** An algorithm in short: `rsa-sha256`. @param uri as the message has it */
export function methodName(uri: string): string {
  return uri.slice(uri.indexOf('#') + 1);
}
