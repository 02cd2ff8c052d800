const NAMESPACES = [
  'xmlns:oadr="http://openadr.org/oadr-2.0b/2012/07"',
  'xmlns:ei="http://docs.oasis-open.org/ns/energyinterop/201110"',
  'xmlns:pyld="http://docs.oasis-open.org/ns/energyinterop/201110/payloads"',
].join(' ');

/** The answer to an EiOpt request, byte for byte. */
export function optAnswer(
  name: 'oadrCreatedOpt' | 'oadrCanceledOpt',
  code: string,
  description: string,
  requestID: string,
  optID = 'opt-1',
): string {
  const status = `<ei:responseCode>${code}</ei:responseCode><ei:responseDescription>${description}</ei:responseDescription>`;
  const id = requestID === '' ? '<pyld:requestID/>' : `<pyld:requestID>${requestID}</pyld:requestID>`;
  const body = `<ei:eiResponse>${status}${id}</ei:eiResponse><ei:optID>${optID}</ei:optID>`;
  const opened = `<?xml version="1.0" encoding="UTF-8"?>\n<oadr:oadrPayload ${NAMESPACES}><oadr:oadrSignedObject>`;
  return `${opened}<oadr:${name} ei:schemaVersion="2.0b">${body}</oadr:${name}></oadr:oadrSignedObject></oadr:oadrPayload>`;
}
