/** Namespaces of the 2.0b schema set. */
export const OADR = 'http://openadr.org/oadr-2.0b/2012/07';
export const EI = 'http://docs.oasis-open.org/ns/energyinterop/201110';
export const PYLD = 'http://docs.oasis-open.org/ns/energyinterop/201110/payloads';
export const EMIX = 'http://docs.oasis-open.org/ns/emix/2011/06';
export const POWER = 'http://docs.oasis-open.org/ns/emix/2011/06/power';
export const SCALE = 'http://docs.oasis-open.org/ns/emix/2011/06/siscale';
export const XCAL = 'urn:ietf:params:xml:ns:icalendar-2.0';
export const STRM = 'urn:ietf:params:xml:ns:icalendar-2.0:stream';
export const GML = 'http://www.opengis.net/gml/3.2';
export const CURRENCY = 'urn:un:unece:uncefact:codelist:standard:5:ISO42173A:2010-04-07';
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const DSIG11 = 'http://www.w3.org/2009/xmldsig11#';
export const DSP = 'http://openadr.org/oadr-2.0b/2012/07/xmldsig-properties';
export const ATOM = 'http://www.w3.org/2005/Atom';
export const ESPI = 'http://naesb.org/espi';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
export const XS = 'http://www.w3.org/2001/XMLSchema';

/** The prefix that the writer uses for each namespace; declared where the message has need of it. */
export const PREFIXES: Readonly<Record<string, string>> = {
  [OADR]: 'oadr',
  [EI]: 'ei',
  [PYLD]: 'pyld',
  [EMIX]: 'emix',
  [POWER]: 'power',
  [SCALE]: 'scale',
  [XCAL]: 'xcal',
  [STRM]: 'strm',
  [GML]: 'gml',
  [DS]: 'ds',
  [DSIG11]: 'dsig11',
  [DSP]: 'dsp',
  [ATOM]: 'atom',
  [ESPI]: 'espi',
  [XSI]: 'xsi',
};
