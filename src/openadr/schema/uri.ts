const SCHEME = '[A-Za-z][A-Za-z\\d+.-]*';
const ESCAPE = '%[\\dA-Fa-f]{2}';
const PCHAR = `(?:[A-Za-z\\d._~!$&'()*+,;=:@-]|${ESCAPE})`;
const REGNAME = `(?:[A-Za-z\\d._~!$&'()*+,;=-]|${ESCAPE})*`;
const USERINFO = `(?:[A-Za-z\\d._~!$&'()*+,;=:-]|${ESCAPE})*`;
const AUTHORITY = `(?:${USERINFO}@)?(?:\\[[^\\]]*\\]|${REGNAME})(?::(\\d+))?`;
const REST = `(?:\\?(?:${PCHAR}|[/?])*)?(?:#(?:${PCHAR}|[/?\\[\\]])*)?`;
const PATH_ABEMPTY = `(?:/${PCHAR}*)*`;
const ABSOLUTE = `/(?:${PCHAR}+(?:/${PCHAR}*)*)?`;
const SEGMENT_NC = `(?:[A-Za-z\\d._~!$&'()*+,;=@-]|${ESCAPE})+`;
const URI = new RegExp(
  `^(?:${SCHEME}:(?://${AUTHORITY}${PATH_ABEMPTY}|${ABSOLUTE}|${PCHAR}+(?:/${PCHAR}*)*|)|` +
    `//${AUTHORITY}${PATH_ABEMPTY}|${ABSOLUTE}|${SEGMENT_NC}(?:/${PCHAR}*)*|)${REST}$`,
);
// Characters that an IRI may hold and a URI holds escaped (XLink 1.0, section 5.4); libxml2 takes a blank for one.
const ESCAPED = /[^\x21-\x7e]|[<>"{}|\\^`]/g;

// Where libxml2's parser gives a port up.
const MAX_PORT = 2_147_483_647;

/** xs:anyURI: an absolute or relative reference by RFC 3986, once what an IRI may hold has been escaped. */
export function isAnyUri(text: string): boolean {
  const match = URI.exec(text.replace(ESCAPED, '_'));
  return match !== null && Number(match[1] ?? match[2] ?? 0) <= MAX_PORT;
}
