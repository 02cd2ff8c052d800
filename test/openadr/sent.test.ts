import test, { type ExecutionContext } from 'ava';
import fc from 'fast-check';
import { type PayloadName, read, write } from '../../src/openadr/index.ts';
import { isOpen } from '../../src/vtn/report-request.ts';
import { Conversation, type Sent } from './helpers/conversation.ts';
import { reportSpec, someEvent, strangeMessage, TALKATIVE } from './helpers/course.ts';
import { type Draw, draws } from './helpers/draw.ts';
import { absent, officialVerdict } from './helpers/oracle.ts';

// Fewer would not come to every shape.
const runs = Math.max(150, Math.ceil(Number(process.env.OADR_FUZZ_RUNS ?? 20_000) / 100));
const seed = Number(process.env.OADR_FUZZ_SEED ?? 20_260_701);
const official = absent === undefined ? test : test.skip;
const because = absent === undefined ? '' : ` (skipped: ${absent})`;

/** What each side must have come to say of reports and opts for the test to be worth something. */
const EXPECTED: Readonly<Record<'vtn' | 'ven', readonly PayloadName[]>> = {
  vtn: [
    'oadrRegisterReport',
    'oadrRegisteredReport',
    'oadrCreateReport',
    'oadrCreatedReport',
    'oadrUpdatedReport',
    'oadrCancelReport',
    'oadrCanceledReport',
    'oadrCreatedOpt',
    'oadrCanceledOpt',
    'oadrResponse',
  ],
  ven: [
    'oadrRegisterReport',
    'oadrRegisteredReport',
    'oadrCreatedReport',
    'oadrUpdateReport',
    'oadrCanceledReport',
    'oadrCreateOpt',
    'oadrCancelOpt',
  ],
};

official(`what VTN and simulated VEN say of reports and opts is valid by the official schemas${because}`, (t) => {
  t.log(`seed ${seed}, ${runs} conversations`);
  const said = new Map<string, number>();
  const shapes = new Set<string>();
  const check = fc.property(draws, (draw) => {
    for (const sent of conversation(t, draw).sent) {
      if (sent.from === 'stranger') continue;
      const key = `${sent.from} ${sent.message.name}`;
      said.set(key, (said.get(key) ?? 0) + 1);
      for (const shape of shapesOf(sent)) shapes.add(shape);
      judge(sent);
    }
  });
  fc.assert(check, { numRuns: runs, seed, endOnFailure: true, includeErrorInReport: true });
  t.log(Object.fromEntries([...said].sort()));
  const lacking = Object.entries(EXPECTED).flatMap(([from, names]) =>
    names.filter((name) => !said.has(`${from} ${name}`)),
  );
  t.deepEqual(lacking, []);
  t.deepEqual(
    SHAPES.filter((shape) => !shapes.has(shape)),
    [],
  );
});

/** Two minutes or more of generated commands, opts and strange messages. */
function conversation(t: ExecutionContext, draw: Draw): Conversation {
  const talk = new Conversation(t, draw.pick(TALKATIVE));
  const count = draw.int(6, 14);
  for (let turn = 0; turn < count; turn++) {
    act(talk, draw, turn);
    talk.pass(draw.int(1, 25) * 1000);
  }
  return talk;
}

function act(talk: Conversation, draw: Draw, turn: number): void {
  const { rig, ven, venID } = talk;
  const vens = [venID];
  const open = (rig.vtn.ven(venID)?.requests ?? []).filter(isOpen).map(({ reportRequestID }) => reportRequestID);
  switch (draw.int(0, 11)) {
    case 0:
    case 1:
    case 2: {
      const reports = Array.from({ length: draw.int(1, 3) }, () => reportSpec(draw, rig.now));
      const via = draw.chance(0.2) ? 'registeredReport' : 'poll';
      talk.command({ do: 'requestReport', vens, reports, via });
      return;
    }
    case 10:
    case 3: {
      const via = draw.chance(0.5) ? 'updatedReport' : 'poll';
      const reportRequestIDs = open.filter(() => draw.chance(0.8));
      talk.command({ do: 'cancelReport', vens, reportRequestIDs, via, reportToFollow: draw.chance(0.4) });
      return;
    }
    case 4:
      talk.command({ do: 'registerReport', vens });
      return;
    case 5:
      talk.command({ do: 'event', vens, event: someEvent(draw, `event-${turn}`, rig.now) });
      return;
    case 6: {
      const known = ven.state.events.filter(({ responseRequired }) => responseRequired === 'always');
      const event = known.length > 0 ? draw.pick(known) : undefined;
      if (!event) return;
      const { eventID } = event;
      const optType = draw.pick(['optIn', 'optOut'] as const);
      const resourceIDs = draw.chance(0.5) ? { resourceIDs: ['load'] } : {};
      ven.command({ command: 'opt', eventID, optType, via: 'oadrCreateOpt', optID: `opt-${turn}`, ...resourceIDs });
      return;
    }
    case 7: {
      const start = ven.now + draw.int(-100, 100) * 500;
      const duration = draw.chance(0.3) ? 0 : draw.int(1, 100_000);
      const marketContext = draw.chance(0.3) ? { marketContext: 'http://example.com/test' } : {};
      const optType = draw.pick(['optIn', 'optOut'] as const);
      ven.command({ command: 'schedule', optID: `opt-${turn}`, optType, start, duration, ...marketContext });
      return;
    }
    case 8: {
      const schedule = ven.state.opts.find(({ eventID }) => eventID === undefined);
      if (schedule) ven.command({ command: 'cancelOpt', optID: schedule.optID });
      return;
    }
    default:
      talk.say(strangeMessage(draw, venID, [...open, ...ven.state.events.map(({ eventID }) => eventID)]));
  }
}

const SHAPES = [
  'oadrRegisteredReport with requests',
  'oadrUpdatedReport with cancel',
  'oadrCreateReport of several',
  'oadrCancelReport to follow',
  'oadrUpdateReport of status',
  'oadrUpdateReport of values',
  'oadrCreateOpt of an event',
  'oadrCreateOpt of a schedule',
] as const;

/** Which of the shapes that are told apart a message has. */
function shapesOf({ message }: Sent): (typeof SHAPES)[number][] {
  switch (message.name) {
    case 'oadrRegisteredReport':
      return message.body.oadrReportRequest ? ['oadrRegisteredReport with requests'] : [];
    case 'oadrUpdatedReport':
      return message.body.oadrCancelReport ? ['oadrUpdatedReport with cancel'] : [];
    case 'oadrCreateReport':
      return message.body.oadrReportRequest.length > 1 ? ['oadrCreateReport of several'] : [];
    case 'oadrCancelReport':
      return message.body.reportToFollow ? ['oadrCancelReport to follow'] : [];
    case 'oadrUpdateReport': {
      const text = JSON.stringify(message.body);
      if (text.includes('oadrPayloadResourceStatus')) return ['oadrUpdateReport of status'];
      return text.includes('payloadFloat') ? ['oadrUpdateReport of values'] : [];
    }
    case 'oadrCreateOpt':
      return [message.body.qualifiedEventID ? 'oadrCreateOpt of an event' : 'oadrCreateOpt of a schedule'];
    default:
      return [];
  }
}

function judge({ from, message }: Sent): void {
  const body = write(message);
  const verdict = officialVerdict(body);
  if (verdict !== undefined) throw new Error(`the ${from}'s ${message.name}: libxml2: ${verdict}\n${body}`);
  const { valid, findings } = read(body);
  if (!valid) throw new Error(`the ${from}'s ${message.name}: ${JSON.stringify(findings)}\n${body}`);
}
