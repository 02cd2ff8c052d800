import type { Figure } from '../figure.ts';
import type { Load } from '../load/main.ts';
import { pollBody } from '../load/messages.ts';
import { register } from '../load/registration.ts';
import type { LoadResult } from '../load/result.ts';
import { worst } from '../rounds.ts';
import type { Memory } from '../servers/probe.ts';
import type { Settings } from '../settings.ts';
import { SHORT_INTERVAL, withVtn } from './servers.ts';

/** What the heap may differ by and still be called flat, MB: what is kept last differs from case to case. */
const FLAT = 4;
/** Connections that come and go. */
const VISITORS = 50;

/** Memory before and after many polls, and after many short connections; and whether all of them stand in the record. */
export function memory({ vens, memory: { warmUp, polls, visits } }: Settings): Promise<Figure[]> {
  return withVtn(SHORT_INTERVAL, async ({ vtn, load }) => {
    const venIDs = await register(vtn.url, vens);
    const bodies = venIDs.map((venID) => pollBody(venID));
    const url = `${vtn.url}/OadrPoll`;
    let answered = 0;
    const part = async (how: 'cannon' | 'visits', wishes: Partial<Load>) => {
      await vtn.server.ask('usage', undefined);
      const result: LoadResult = await load.ask(how, { url, bodies, connections: vens, ...wishes });
      if (result.failed > 0) throw new Error(`${result.failed} of ${result.requests} requests failed`);
      answered += result.requests;
      const { loop } = await vtn.server.ask('usage', undefined);
      return { loop, memory: await vtn.server.ask('memory', undefined) };
    };
    // The last 5,000 messages, the last body of each VEN, and compiled code are not there from the start.
    const before = await part('cannon', { amount: warmUp });
    const half = await part('cannon', { amount: polls / 2 });
    const after = await part('cannon', { amount: polls / 2 });
    const visited = await part('visits', { amount: visits, connections: VISITORS });
    const { messages, bytes } = await vtn.server.ask('stop', undefined);
    // Registration: four exchanges a VEN and two polls more, all of them recorded both ways.
    const recorded = 2 * answered;
    if (messages < recorded) throw new Error(`${messages} messages stand in the record, not ${recorded}`);
    return [
      growth(
        `heap after ${polls.toLocaleString('en')} polls`,
        before.memory,
        after.memory,
        worst([half.loop, after.loop]),
      ),
      growth(`heap after ${visits.toLocaleString('en')} short connections`, after.memory, visited.memory, visited.loop),
      {
        name: 'record of one poll and its answer',
        value: bytes / (messages / 2),
        unit: 'bytes',
        detail: `${messages.toLocaleString('en')} messages stand in the record, none is missing`,
      },
    ];
  });
}

function growth(name: string, before: Memory, after: Memory, loop: Figure['loop']): Figure {
  const shown = ({ heapUsed, rss }: Memory): string => `heap ${heapUsed.toFixed(1)}, rss ${rss.toFixed(0)} MB`;
  return {
    name,
    value: after.heapUsed - before.heapUsed,
    unit: 'MB more',
    target: { at: 'most', value: FLAT },
    detail: `before: ${shown(before)}; after: ${shown(after)}`,
    loop,
  };
}
