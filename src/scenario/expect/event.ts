import type { StateRecord } from '../../journal/record.ts';
import { type Contact, contactText } from '../engine/contacts.ts';
import type { Stamp } from '../engine/moment.ts';
import type { Subject } from '../format/index.ts';
import type { Candidate, Fact, Miss } from './fact.ts';
import type { Fold } from './fold.ts';
import { countText, Hits } from './hits.ts';
import { Nearest } from './nearest.ts';

type EventSubject = Extract<Subject, { subject: 'event' }>;
type Response = Extract<StateRecord['change'], { what: 'response' }>;
type Delivery = Extract<StateRecord['change'], { what: 'delivery' }>;

const DELIVERED_ID = 'the requestID of the delivery';

/** An answer, and when the event was delivered once more under a requestID that this answer does not have. */
type Answer = Response & { readonly overtaken?: Stamp };

/** What an event expectation must know of the run. */
export interface EventWorld {
  /** The wire ID; absent before the event was made. */
  eventID(): string | undefined;
  /** The newest version that reached the VEN. */
  delivered(): number | undefined;
  /** How it reached the VEN. */
  contact(): Contact | undefined;
}

/**
 * `event`, `opt`: the VEN answered it by an eventResponse with the right eventID, version and requestID. Hits are counted
 * for each version, since the newest delivered one is known only when it is judged.
 */
export function eventFold(subject: EventSubject, world: EventWorld): Fold<Answer> {
  const versions = new Map<number | 'any', Hits>();
  const nearest = new Nearest();
  let newest: { readonly at: Stamp; readonly requestID?: string } | undefined;
  let opened: Stamp | undefined;
  const key = (version: number): number | 'any' => (takesAll(subject) ? 'any' : version);
  const hits = (): Hits => {
    const version = subject.version ?? world.delivered();
    const wanted = takesAll(subject) ? 'any' : version;
    return (wanted === undefined ? undefined : versions.get(wanted)) ?? new Hits(subject.count);
  };
  /** What the VEN had of the event, if it said nothing at all about it. */
  const missing = (): Contact | undefined => (nearest.get() || versions.size > 0 ? undefined : world.contact());
  return {
    see(fact: Fact): Candidate<Answer> | undefined {
      if (fact.fact !== 'change') return undefined;
      const { change, at } = fact;
      const id = world.eventID();
      if (isDelivery(change, id)) newest = { at, requestID: change.requestID };
      if (change.what !== 'response') return undefined;
      if (id === undefined || change.eventID !== id) return strange(change, at, id);
      const miss = missOf(subject, change, at);
      const overtaken = newest?.requestID === change.requestID ? undefined : newest?.at;
      return { at, exchange: change.exchange, hit: !miss, data: { ...change, overtaken }, ...(miss ? { miss } : {}) };
    },
    open(_, at) {
      opened = at;
    },
    add(candidate) {
      const { hit, data } = candidate;
      nearest.add(candidate.miss);
      if (!hit) return;
      // What this window waits for is the answer to its own delivery, not an earlier one said again (rules 42, 62).
      if (data.overtaken && opened && data.overtaken.seq > opened.seq) {
        nearest.add(earlierDelivery(candidate));
        return;
      }
      const counted = versions.get(key(data.modificationNumber)) ?? new Hits(subject.count);
      versions.set(key(data.modificationNumber), counted);
      counted.add(candidate);
    },
    met: () => hits().met(),
    broken(closing, mode) {
      const hit = mode === 'until' ? hits().exceeded(closing) : undefined;
      return (
        hit && { ...hit, what: 'it was answered once more', expected: countText(subject.count), actual: 'one more' }
      );
    },
    wrongAt: (closing) => hits().wrongAt(closing),
    nearest: () => nearest.get() ?? olderVersion(subject, versions, world),
    wanted: () => wantedText(subject, world),
    hint() {
      const miss = nearest.get();
      if (miss?.expected === DELIVERED_ID)
        return 'answer with the requestID of the oadrDistributeEvent that brought the event (rule 42)';
      if (miss?.actual === 'oadrCreateOpt')
        return 'an oadrCreateOpt is no answer to the event; it is met by { "do": "expect", "message": "oadrCreateOpt", … }';
      return missing()?.responseRequired === 'never' ? 'give the event "responseRequired": "always"' : undefined;
    },
    lack() {
      const contact = missing();
      if (!contact) return undefined;
      const { at, exchange } = contact.delivered ?? {};
      return {
        expected: 'an oadrCreatedEvent',
        actual: contactText(contact),
        ...(at ? { at } : {}),
        ...(exchange === undefined ? {} : { exchange }),
      };
    },
  };
}

function isDelivery(change: StateRecord['change'], eventID: string | undefined): change is Delivery {
  if (change.what !== 'delivery' || change.state !== 'delivered') return false;
  return change.events?.some((event) => event.eventID === eventID) ?? false;
}

function earlierDelivery({ at, exchange, data }: Candidate<Answer>): Miss {
  const what = `${data.via} with ${data.optType} under the requestID of an earlier delivery`;
  return {
    at,
    exchange,
    score: 5,
    what,
    expected: DELIVERED_ID,
    actual: `requestID ${JSON.stringify(data.requestID)}`,
  };
}

function takesAll({ opt, version }: EventSubject): boolean {
  return opt === 'any' && version === undefined;
}

/** What keeps a response to the right event from being the one that is waited for. */
function missOf(subject: EventSubject, change: Response, at: Stamp): Miss | undefined {
  const base = { at, exchange: change.exchange };
  const { optType, responseCode, modificationNumber, match, via } = change;
  const what = `${via} with ${optType}, ${responseCode}, version ${modificationNumber}`;
  if (via !== 'oadrCreatedEvent') return { ...base, score: 1, what, expected: 'oadrCreatedEvent', actual: via };
  if (match === 'wrongRequestID') {
    const actual = `requestID ${JSON.stringify(change.requestID)}`;
    return {
      ...base,
      score: 5,
      what: `${what} under another requestID`,
      expected: DELIVERED_ID,
      actual,
    };
  }
  if (match === 'unknownEvent') return { ...base, score: 0, what };
  if (subject.opt !== 'any' && subject.opt !== optType)
    return { ...base, score: 4, what, expected: subject.opt, actual: optType };
  if (subject.code !== undefined && String(subject.code) !== responseCode) {
    return {
      ...base,
      score: 3,
      what,
      expected: `responseCode ${subject.code}`,
      actual: `responseCode ${responseCode}`,
    };
  }
  const { version } = subject;
  if (version !== undefined && version !== modificationNumber) {
    return { ...base, score: 2, what, expected: `version ${version}`, actual: `version ${modificationNumber}` };
  }
  return undefined;
}

/** An answer to an event that was never sent may be meant for this one. */
function strange(change: Response, at: Stamp, id: string | undefined): Candidate<Response> | undefined {
  if (change.match !== 'unknownEvent' || id === undefined) return undefined;
  const words = {
    what: `${change.via} for an unknown event`,
    expected: `eventID "${id}"`,
    actual: `eventID "${change.eventID}"`,
  };
  const miss = { at, exchange: change.exchange, score: 0, ...words };
  return { at, exchange: change.exchange, hit: false, data: change, miss };
}

/** All fitted but the version: the VEN answered an older one only. */
function olderVersion(
  subject: EventSubject,
  versions: ReadonlyMap<number | 'any', Hits>,
  world: EventWorld,
): Miss | undefined {
  const wanted = subject.version ?? world.delivered();
  for (const [version, hits] of [...versions].reverse()) {
    const last = hits.last();
    if (version === wanted || version === 'any' || !last) continue;
    const words = {
      what: `oadrCreatedEvent with version ${version}`,
      expected: `version ${wanted ?? 'delivered'}`,
      actual: `version ${version}`,
    };
    return { ...last, score: 2, ...words };
  }
  return undefined;
}

function wantedText(subject: EventSubject, world: EventWorld): string {
  const { event, opt, code, count } = subject;
  const version = subject.version ?? (opt === 'any' ? undefined : world.delivered());
  const id = world.eventID();
  const words = [
    `oadrCreatedEvent with ${opt === 'any' ? 'optIn or optOut' : opt} for ${event}`,
    id === undefined ? '' : ` (${id}${version === undefined ? '' : `, version ${version}`})`,
    code === undefined ? '' : `, responseCode ${code}`,
    count.gte === 1 && count.lte === undefined ? '' : `, ${countText(count)}`,
  ];
  return words.join('');
}
