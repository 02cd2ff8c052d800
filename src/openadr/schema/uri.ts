const SCHEME = '[A-Za-z][A-Za-z\\d+.-]*';
const ESCAPE = '%[\\dA-Fa-f]{2}';
const PCHAR = `(?:[A-Za-z\\d._~!$&'()*+,;=:@-]|${ESCAPE})`;
const REGNAME = `(?:[A-Za-z\\d._~!$&'()*+,;=-]|${ESCAPE})*`;
const USERINFO = `(?:[A-Za-z\\d._~!$&'()*+,;=:-]|${ESCAPE})*`;
const AUTHORITY = `(?:${USERINFO}@)?(?:\\[[^\\]]*\\]|${REGNAME})(?::\\d*)?`;
const REST = `(?:\\?(?:${PCHAR}|[/?\\[\\]])*)?(?:#(?:${PCHAR}|[/?\\[\\]])*)?`;
const PATH_ABEMPTY = `(?:/${PCHAR}*)*`;
const ABSOLUTE = `/(?:${PCHAR}+(?:/${PCHAR}*)*)?`;
const SEGMENT_NC = `(?:[A-Za-z\\d._~!$&'()*+,;=@-]|${ESCAPE})+`;
const URI = new RegExp(
  `^(?:${SCHEME}:(?://${AUTHORITY}${PATH_ABEMPTY}|${ABSOLUTE}|${PCHAR}+(?:/${PCHAR}*)*|)|` +
    `//${AUTHORITY}${PATH_ABEMPTY}|${ABSOLUTE}|${SEGMENT_NC}(?:/${PCHAR}*)*|)${REST}$`,
);
// Characters that an IRI may hold and a URI holds escaped (XLink 1.0, section 5.4); a blank is not among them.
const ESCAPED = /[^\x20-\x7e]|[<>"{}|\\^`]/g;

/** xs:anyURI: an absolute or relative reference by RFC 3986, once what an IRI may hold has been escaped. */
export function isAnyUri(text: string): boolean {
  return URI.test(text.replace(ESCAPED, '_'));
}
