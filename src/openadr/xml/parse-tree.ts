import { complaint } from './complaints.ts';
import { LIMITS } from './limits.ts';
import { Scanner, type Sink } from './scanner.ts';
import type { XmlElement } from './tree.ts';

/** The tree of any XML text, without a schema; `error` if it is not well-formed. */
export function parseTree(xml: string): { tree?: XmlElement; error?: string } {
  let error: string | undefined;
  const sink: Sink = {
    enter() {},
    cdata() {},
    leave() {},
    fault(message) {
      error ??= complaint(message).message;
    },
  };
  const scanner = Scanner.acquire(sink, LIMITS);
  scanner.write(xml);
  const { root, refused } = scanner.end();
  const problem = refused?.message ?? error;
  return problem === undefined ? { tree: root } : { tree: root, error: problem };
}
