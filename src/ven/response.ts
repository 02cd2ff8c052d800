import { type EiResponse, type Message, meaningOf } from '../openadr/index.ts';

/**
 * An eiResponse; the description is `OK`, or the meaning of the error unless given.
 * @param requestID of the request; a request with faults may lack it
 */
export function response(code: string, requestID: string | undefined, description?: string): EiResponse {
  const responseDescription = description ?? (code === '200' ? 'OK' : meaningOf(code));
  return { responseCode: code, responseDescription, requestID: requestID ?? '' };
}

/** The eiResponse of a message, where it has one. */
export function responseOf(message: Message): EiResponse | undefined {
  return 'eiResponse' in message.body ? message.body.eiResponse : undefined;
}
