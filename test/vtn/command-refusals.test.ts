import test from 'ava';
import { CommandError } from '../../src/vtn/command-error.ts';
import type { VtnCommand } from '../../src/vtn/types.ts';
import * as m from '../helpers/messages.ts';
import { event, Rig } from '../helpers/vtn-rig.ts';

function refusal(rig: Rig, command: VtnCommand): string | undefined {
  try {
    rig.command(command);
    return undefined;
  } catch (error) {
    if (error instanceof CommandError) return error.message;
    throw error;
  }
}

test('what cannot be sent is refused with the reason', (t) => {
  const rig = new Rig(t);
  const vens = [rig.register().venID];
  t.is(refusal(rig, { do: 'send', vens }), 'nothing to send');
  t.is(refusal(rig, { do: 'send', vens, raw: 'no XML' }), 'the XML is no OpenADR 2.0b payload');
  t.is(refusal(rig, { do: 'send', vens, raw: '<own/>' }), 'the XML is no OpenADR 2.0b payload');
  const namespace = 'xmlns="http://openadr.org/oadr-2.0b/2012/07"';
  t.regex(refusal(rig, { do: 'send', vens, raw: `<oadrResponse ${namespace}/>` }) ?? '', /^the XML is not valid/);
  t.is(refusal(rig, { do: 'send', vens, raw: `<oadrResponse ${namespace}/>`, allowInvalid: true }), undefined);
  t.is(refusal(rig, { do: 'send', vens, raw: '<own/>', allowInvalid: true }), undefined);
});

test('a VEN is provisioned by texts only: what is kept must be readable at the next start', (t) => {
  const rig = new Rig(t);
  const provision = (over: object) => refusal(rig, { do: 'provision', venID: 'v', ...over });
  const unusable = (what: string) => `the ${what} of a VEN that is provisioned cannot be used`;
  for (const venID of ['', undefined, null, 5, 'a\nb', '<v>', 'v'.repeat(129)]) {
    t.is(provision({ venID }), unusable('venID'), String(venID));
  }
  for (const registrationID of ['', null, 7]) t.is(provision({ registrationID }), unusable('registrationID'));
  t.is(provision({ venName: 5 }), unusable('venName'));
  t.is(provision({ fingerprint: {} }), unusable('fingerprint'));
  t.is(rig.vtn.vens().length, 0);
  t.is(provision({ venID: 'v'.repeat(128), venName: 'é' }), undefined);
});

test('an event without ID or moment is refused', (t) => {
  const rig = new Rig(t);
  const vens = [rig.register().venID];
  t.regex(refusal(rig, { do: 'event', vens, event: event({ eventID: '' }) }) ?? '', /empty eventID/);
  t.regex(refusal(rig, { do: 'event', vens, event: event({ start: Number.NaN }) }) ?? '', /the start is no moment/);
  t.regex(refusal(rig, { do: 'event', vens, event: event({ priority: -1 }) }) ?? '', /priority/);
  t.regex(refusal(rig, { do: 'modify', vens, eventID: 'none', set: {} }) ?? '', /./);
});

test('a poll interval is offered to one VEN, then to all, in whole seconds', (t) => {
  const rig = new Rig(t);
  const { venID } = rig.register();
  const offered = () => {
    const { payload } = rig.say(m.oadrCreatePartyRegistration());
    return payload.name === 'oadrCreatedPartyRegistration' && payload.body.oadrRequestedOadrPollFreq?.duration;
  };
  rig.command({ do: 'offer', vens: [venID], pollInterval: 20_400 });
  t.is(offered(), 'PT20S');
  rig.command({ do: 'offer', pollInterval: 30_000 });
  t.is(offered(), 'PT30S');
  t.regex(refusal(rig, { do: 'offer', pollInterval: 10 }) ?? '', /./);
  t.regex(refusal(rig, { do: 'offer', pollInterval: Number.NaN }) ?? '', /./);
});
