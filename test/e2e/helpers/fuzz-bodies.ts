import { SeededRandom } from '../../../src/base/random.ts';
import { type PayloadName, read, write } from '../../../src/openadr/index.ts';
import { SERVICES } from '../../../src/openadr/service.ts';
import { writeTree } from '../../../src/openadr/xml/text.ts';
import * as m from '../../helpers/messages.ts';
import { disguise } from '../../openadr/helpers/disguise.ts';
import type { Draw } from '../../openadr/helpers/draw.ts';
import { validTree } from '../../openadr/helpers/generate.ts';
import { mutate } from '../../openadr/helpers/mutate.ts';
import { type Bytes, WAYS } from './fuzz-ways.ts';

/** IDs that the VTN knows, so that what bears them gets past the door. */
export interface KnownIDs {
  readonly venID: string;
  readonly registrationID: string;
  readonly eventID: string;
}

/** A request with a body that may be anything. */
export interface FuzzRequest {
  /** What was done to a valid message, for people. */
  readonly how: string;
  readonly service: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** The request of a number: the same for the same seed. */
export function fuzzRequest(seed: string, index: number, ids: KnownIDs): FuzzRequest {
  const draw = drawOf(new SeededRandom(`${seed}/${index}`));
  const { text, root } = draw.chance(0.4) ? spoken(draw, ids) : generated(draw, ids);
  const bytes: Bytes = { headers: {}, body: Buffer.from(text) };
  const ways = Array.from({ length: draw.pick([0, 1, 1, 1, 2]) }, () => {
    const way = draw.pick(Object.keys(WAYS));
    WAYS[way]?.(draw, bytes);
    return way;
  });
  const service = draw.chance(0.9) ? m.serviceOf(root) : draw.pick(SERVICES);
  return { how: `${root}: ${ways.join(', ')}`, service, ...bytes };
}

function drawOf(random: SeededRandom): Draw {
  const int = (least: number, most: number) => least + Math.floor(random.next() * (most - least + 1));
  return {
    int,
    pick: (from) => from[int(0, from.length - 1)] as (typeof from)[number],
    chance: (probability) => random.next() < probability,
  };
}

interface Source {
  readonly text: string;
  readonly root: PayloadName;
}

/** Any of the 23 payloads, valid or with its elements mixed up. */
function generated(draw: Draw, ids: KnownIDs): Source {
  const tree = validTree(draw);
  const root = read(writeTree(tree)).message?.name ?? 'oadrPoll';
  if (draw.chance(0.5)) mutate(draw, tree);
  const text = disguise(draw, tree);
  return { root, text: draw.chance(0.7) ? withIDs(text, ids) : text };
}

/** The IDs in place of those that chance made. */
function withIDs(text: string, ids: KnownIDs): string {
  return text.replace(
    /(:(venID|registrationID|eventID)(?: [^>]*)?>)[^<]*</g,
    (_, open: string, name: keyof KnownIDs) => `${open}${ids[name]}<`,
  );
}

/** What a VEN says that knows what it does. */
function spoken(draw: Draw, { venID, registrationID, eventID }: KnownIDs): Source {
  const answer = {
    eventID,
    modificationNumber: draw.int(0, 3),
    requestID: 'r',
    optType: draw.pick(['optIn', 'optOut'] as const),
  };
  const message = draw.pick([
    m.oadrQueryRegistration(),
    m.oadrCreatePartyRegistration({ oadrVenName: `stranger-${draw.int(1, 20)}` }),
    m.oadrCreatePartyRegistration({ venID, registrationID }),
    m.oadrCancelPartyRegistration({ venID, registrationID: draw.pick([registrationID, 'another']) }),
    m.oadrCanceledPartyRegistration({ venID, registrationID }),
    m.oadrPoll(venID),
    m.oadrPoll(venID),
    m.oadrResponse({ venID }),
    m.oadrRequestEvent(venID, draw.pick([undefined, 0, 1, 4_294_967_295])),
    m.oadrCreatedEvent(venID, [answer]),
    m.oadrCreatedEvent(
      venID,
      Array.from({ length: draw.pick([0, 2, 300]) }, () => answer),
    ),
    m.oadrRegisterReport({ venID }),
    m.oadrRegisteredReport({ venID }),
    m.oadrCreateReport(venID, { a: 'METADATA', b: 'other' }),
    m.oadrUpdateReport(venID, 'a'),
    m.oadrCancelReport(venID, ['a', 'b']),
    m.oadrCreateOpt(venID, { optID: `opt-${draw.int(1, 50)}` }),
    m.oadrCreateOpt(venID, { qualifiedEventID: { eventID, modificationNumber: 0 }, vavailability: undefined }),
    m.oadrCancelOpt(venID, `opt-${draw.int(1, 50)}`),
  ]);
  return { text: write(message), root: message.name };
}
