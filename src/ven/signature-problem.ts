import type { Finding, PayloadName } from '../openadr/index.ts';
import type { VenFact } from './facts.ts';

type Problem = Extract<VenFact, { fact: 'problem' }>;

/** Every key is believed. */
export const BELIEVING: Problem = {
  fact: 'problem',
  problem: "the VTN's signatures are taken from whatever key: over plain HTTP nothing tells which is its own",
  remedy: 'https; or give the VEN the fingerprint of the certificate that the VTN signs with',
};

/** An answer that is not acted upon, and what would help. */
export function refusedAnswer(payload: PayloadName, finding: Finding): Problem {
  const { message, expected, actual, hint } = finding;
  const found = actual === undefined ? '' : `: ${actual}`;
  return {
    fact: 'problem',
    problem: `the answer to ${payload} is not acted upon: ${message}${found}`,
    payload,
    remedy: hint ?? (expected === undefined ? 'have the VTN sign as rule 514 says' : `what is expected: ${expected}`),
  };
}
