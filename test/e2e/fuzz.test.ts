import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import test, { type ExecutionContext } from 'ava';
import { SeededRandom } from '../../src/base/random.ts';
import { read } from '../../src/openadr/index.ts';
import { TestBench } from '../helpers/bench.ts';
import { type RawAnswer, RawSocket, rawPost } from '../helpers/raw-socket.ts';
import { type FuzzRequest, fuzzRequest, type KnownIDs } from './helpers/fuzz-bodies.ts';
import { peak } from './helpers/peak.ts';
import { HandVen } from './helpers/vens.ts';

const BODIES = Number(process.env.OADR_FUZZ_BODIES ?? 20_000);
const { seed } = new SeededRandom(process.env.OADR_SEED);
/** Connections at once. */
const CONNECTIONS = 6;
/** An answer that takes longer is none, ms; a body of megabytes on a busy machine takes a second. */
const LONGEST = 60_000;
/** Bodies kept, the record's memory and the readings are bounded by some tens of MiB each. */
const GROWTH = 256 * 1024 * 1024;

for (const rejectInvalid of [false, true]) {
  const count = Math.ceil(BODIES / 2);
  const manner = rejectInvalid ? 'refuses what is not valid' : 'takes what it can';
  test.serial(`a bench that ${manner} bears ${count} bodies of any kind (OADR_SEED=${seed})`, async (t) => {
    t.timeout(24 * 60 * 60_000);
    const bench = await TestBench.open(t, { config: { rejectInvalid } });
    const faults: string[] = [];
    bench.journal.subscribe((record) => {
      if (record.kind === 'log' && record.level === 'error') faults.push(record.message);
    });
    const watch = new Watch(bench);
    await watch.begin();
    const victim = new HandVen(bench.bench.url);
    await victim.register('victim');
    const ids: KnownIDs = { venID: victim.venID, registrationID: victim.registrationID, eventID: 'peak' };
    await event(bench.bench, ids);
    const heap: number[] = [];
    const statuses = new Map<string, number>();
    let next = 0;
    const lines = Array.from({ length: CONNECTIONS }, () => new Line(new URL(bench.bench.url)));
    await Promise.all(
      lines.map(async (line) => {
        for (let index = next++; index < count; index = next++) {
          const request = fuzzRequest(seed, index, ids);
          const about = `body ${index}, ${request.how}`;
          const answer = await line.post(request, about);
          judge(t, answer, about);
          statuses.set(answer.statusLine, (statuses.get(answer.statusLine) ?? 0) + 1);
          if (index % 500 === 0) {
            await watch.look();
            bench.forget();
          }
          if (index % 25 === 0) await revive(bench, ids);
          // From the second quarter on what is bounded is full.
          if (index % Math.ceil(count / 4) === 0) heap.push(used());
        }
      }),
    );
    for (const line of lines) line.close();
    await watch.look();
    watch.close();
    victim.close();
    heap.push(used());
    t.deepEqual(faults, []);
    t.true((heap.at(-1) ?? 0) - (heap[1] ?? 0) < GROWTH, `heap in MiB: ${heap.map(mib).join(', ')}`);
    t.log(
      `${[...statuses].map(([line, times]) => `${line}: ${times}`).join(', ')}; heap ${heap.map(mib).join(', ')} MiB, ${bench.bench.vens.length} VENs`,
    );
    t.true((statuses.get('HTTP/1.1 200 OK') ?? 0) > count / 10);
    t.true((statuses.get('HTTP/1.1 406 Not Acceptable') ?? 0) > count / 10);
  });
}

/** Refusals of the transport itself beside the two of the standard; 500 would be a fault of ours. */
const STATUS = /^HTTP\/1\.1 (200 OK|406 Not Acceptable|400 Bad Request|413 Payload Too Large)$/;

function judge(t: ExecutionContext, { statusLine, headers, body }: RawAnswer, about: string): void {
  t.regex(statusLine, STATUS, about);
  for (const header of headers) t.regex(header, /^[A-Za-z-]+: [ -~]*$/, about);
  t.false(
    headers.some((header) => /^transfer-encoding/i.test(header)),
    about,
  );
  if (!statusLine.includes('200')) return;
  const packed = headers.some((header) => /^content-encoding: gzip$/i.test(header));
  const { message, findings } = read(packed ? gunzipSync(body) : body);
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (!message || errors.length > 0) t.fail(`${about}: ${JSON.stringify(errors)} in ${body.toString()}`);
}

/** One keep-alive connection, opened again where the other side has announced its end. */
class Line {
  readonly #url: URL;
  #socket: RawSocket | undefined;

  constructor(url: URL) {
    this.#url = url;
  }

  /** @throws Error no well-formed answer came in time */
  async post({ service, headers, body }: FuzzRequest, about: string): Promise<RawAnswer> {
    this.#socket ??= await RawSocket.open(Number(this.#url.port));
    const socket = this.#socket;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${LONGEST} ms`)), LONGEST);
    });
    try {
      void socket.send(rawPost({ path: `${this.#url.pathname}/${service}`, headers, body }));
      const answer = await Promise.race([socket.answer(), late]);
      if (answer.headers.some((header) => /^connection: *close/i.test(header))) this.close();
      return answer;
    } catch (cause) {
      throw new Error(`${about}: ${String(cause)}; ${body.toString('base64').slice(0, 4_000)}`, { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }
}

/** A VEN beside it all, that gets everything that is sent to it, once and in order. */
class Watch {
  readonly #bench: TestBench;
  readonly #hand: HandVen;
  #sent = 0;
  #looking: Promise<void> = Promise.resolve();

  constructor(bench: TestBench) {
    this.#bench = bench;
    this.#hand = new HandVen(bench.bench.url);
  }

  async begin(): Promise<void> {
    await this.#hand.register('watch');
    await this.#hand.drain();
  }

  /** @throws Error something is missing, or came twice */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#look());
    return this.#looking;
  }

  async #look(): Promise<void> {
    const wanted = Array.from({ length: 3 }, () => `watch-${++this.#sent}`);
    for (const requestID of wanted) {
      const payload = { name: 'oadrRegisterReport', body: { requestID } } as const;
      await this.#bench.bench.execute({ do: 'send', vens: [this.#hand.venID], payload }, 'library');
    }
    const came = (await this.#hand.drain()).map(({ body }) => ('requestID' in body ? body.requestID : '?'));
    if (came.join() !== wanted.join()) throw new Error(`came: ${came.join()}; expected: ${wanted.join()}`);
  }

  close(): void {
    this.#hand.close();
  }
}

/** What was done to the victim is undone: it is registered under its IDs, and has its event. */
async function revive({ bench }: TestBench, ids: KnownIDs): Promise<void> {
  const known = bench.vens.find(({ venID }) => venID === ids.venID);
  if (known?.state === 'registered' && known.registrationID === ids.registrationID) return;
  await bench.execute({ do: 'forget', vens: [ids.venID] }, 'library').catch(() => undefined);
  const { venID, registrationID } = ids;
  await bench.execute({ do: 'provision', venName: 'victim', venID, registrationID }, 'library');
  await event(bench, ids);
}

async function event(bench: TestBench['bench'], { venID }: KnownIDs): Promise<void> {
  await bench.execute({ do: 'event', vens: [venID], event: peak() }, 'library');
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** Bytes of the heap and of buffers outside it that are really needed. */
function used(): number {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

function mib(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}
