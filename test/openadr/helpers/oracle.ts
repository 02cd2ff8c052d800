import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { XmlDocument, XmlValidateError, XsdValidator } from 'libxml2-wasm';
import { xmlRegisterFsInputProviders } from 'libxml2-wasm/lib/nodejs.mjs';

const reference = process.env.OADR_REFERENCE ?? path.resolve('../shared/openadr-2.0b');

/** Why the official schemas cannot be asked, if they cannot. */
export const absent = existsSync(path.join(reference, 'xsd/oadr_20b.xsd'))
  ? undefined
  : `the reference data is not at ${reference} (set OADR_REFERENCE)`;

let validator: XsdValidator | undefined;

function officialSchema(): XsdValidator {
  if (validator) return validator;
  xmlRegisterFsInputProviders();
  const file = path.join(reference, 'xsd/oadr_20b.xsd');
  const schema = XmlDocument.fromBuffer(readFileSync(file), { url: file });
  validator = XsdValidator.fromDoc(schema);
  return validator;
}

/** What libxml2 says of a body, by the official schemas: undefined if it is valid, else the reason. */
export function officialVerdict(body: string | Uint8Array): string | undefined {
  let document: XmlDocument;
  try {
    document = typeof body === 'string' ? XmlDocument.fromString(body) : XmlDocument.fromBuffer(body);
  } catch (error) {
    return `not well-formed: ${(error as Error).message.trim()}`;
  }
  try {
    officialSchema().validate(document);
    return undefined;
  } catch (error) {
    if (!(error instanceof XmlValidateError)) throw error;
    return error.message.trim();
  } finally {
    document.dispose();
  }
}

export interface Sample {
  readonly name: string;
  readonly valid: boolean;
  readonly body: Buffer;
}

/** The 49 sample payloads with the verdict that they are filed under. */
export function samples(): Sample[] {
  if (absent) return [];
  return ['valid', 'invalid'].flatMap((folder) =>
    readdirSync(path.join(reference, 'samples', folder)).map((name) => ({
      name: `${folder}/${name}`,
      valid: folder === 'valid',
      body: readFileSync(path.join(reference, 'samples', folder, name)),
    })),
  );
}
