import type { Finding } from '../../openadr/finding.ts';
import { type ReadResult, read, readAsync } from '../../openadr/index.ts';
import { originalPlaces } from '../../openadr/signature/index.ts';

const UNLIMITED = { bytes: Number.POSITIVE_INFINITY };
const SIGNED = '/oadrPayload/oadrSignedObject';

/**
 * The reading of a verified message: what its canonical text says, with findings told of the text that came. `received`
 * is the reading of the latter; its tree stays, for `verify` has compared the two.
 * @returns a promise for a text that is read in slices
 */
export function verifiedReading(
  canonical: string,
  received: ReadResult,
  large: boolean,
): ReadResult | Promise<ReadResult> {
  if (!large) return united(read(canonical, UNLIMITED), received);
  return readAsync(canonical, UNLIMITED).then(async (verified) => {
    // What follows takes its own time: not in the turn of the last slice.
    await new Promise((resolve) => setImmediate(resolve));
    return united(verified, received);
  });
}

function united(verified: ReadResult, received: ReadResult): ReadResult {
  const { message, ids, tree } = verified;
  const own = verified.findings.filter((finding) => !isMoot(finding));
  const placed = tree && received.tree && own.length > 0 ? originalPlaces(own, tree, received.tree) : own;
  const around = received.findings.filter(({ path }) => !path?.startsWith(SIGNED));
  const findings = around.length === 0 ? placed : [...around, ...placed];
  return {
    ...(message && { message: { ...message, ...signatureOf(received) } }),
    tree: received.tree,
    findings,
    ids: { ...ids, root: received.ids.root },
    valid: received.valid,
  };
}

/** The signed object stands without oadrPayload because it was cut out here. */
function isMoot({ path, expected }: Finding): boolean {
  return path === '/oadrSignedObject' && expected === 'oadrPayload';
}

function signatureOf({ message }: ReadResult): { readonly signature?: NonNullable<typeof message>['signature'] } {
  return message?.signature === undefined ? {} : { signature: message.signature };
}
