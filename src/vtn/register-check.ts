import type { OadrCreatePartyRegistration } from '../openadr/index.ts';
import { given, type Lenient } from '../openadr/lenient.ts';
import type { Verdict } from './reply.ts';
import type { Turn } from './turn.ts';

/** Whether this VTN has what a VEN wants to register for; if not, 469 (rules 402 to 404). */
export function fits(turn: Turn, body: Lenient<OadrCreatePartyRegistration>): Verdict | undefined {
  if (body.oadrProfileName === '2.0a') return lacking('profile 2.0a', 'profile 2.0b');
  if (body.oadrTransportName === 'xmpp') return lacking('transport xmpp', 'transport simpleHttp');
  if (body.oadrHttpPullModel === false) {
    if (given(body.oadrTransportAddress) === undefined) {
      turn.rule(402, 'error', 'a push registration has no oadrTransportAddress', {
        expected: 'the address of the VEN',
      });
    }
    return lacking('the push model', 'oadrHttpPullModel true');
  }
  if (body.oadrHttpPullModel === undefined) {
    turn.rule(402, 'error', 'a simpleHttp registration has no oadrHttpPullModel', {
      expected: 'true or false',
      actual: 'none',
      hint: 'taken as true',
    });
  }
  return undefined;
}

function lacking(what: string, instead: string): Verdict {
  return { code: '469', description: `${what} is not supported here; register with ${instead}` };
}
