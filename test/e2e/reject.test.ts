import test from 'ava';
import { type Message, read, write } from '../../src/openadr/index.ts';
import { TestBench } from '../helpers/bench.ts';
import * as m from '../helpers/messages.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

/** One POST as it is, and the answer as it is. */
async function post(url: string, service: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const { port, pathname } = new URL(url);
  const socket = await RawSocket.open(Number(port));
  await socket.send(rawPost({ path: `${pathname}/${service}`, body, headers }));
  const answer = await socket.answer();
  socket.destroy();
  return answer;
}

const create = write(m.oadrCreatePartyRegistration());
const FAULTS: Readonly<Record<string, readonly [string | Buffer, Record<string, string>?]>> = {
  'a missing element': [create.replace(/<oadr:oadrReportOnly>.*?<\/oadr:oadrReportOnly>/, '')],
  'a wrong order': [
    create.replace(
      /(<oadr:oadrReportOnly>.*?<\/oadr:oadrReportOnly>)(<oadr:oadrXmlSignature>.*?<\/oadr:oadrXmlSignature>)/,
      '$2$1',
    ),
  ],
  'a wrong value': [create.replace('>true<', '>maybe<')],
  'UTF-16': [Buffer.from(`\ufeff${create.replace('UTF-8', 'UTF-16')}`, 'utf16le')],
  'a wrong content type': [create, { 'Content-Type': 'text/plain' }],
};

for (const [what, [body, headers]] of Object.entries(FAULTS)) {
  test(`${what}: taken with a finding, or refused with exactly 406`, async (t) => {
    const lenient = await TestBench.open(t);
    const taken = await post(lenient.bench.url, 'EiRegisterParty', body, headers);
    t.is(taken.statusLine, 'HTTP/1.1 200 OK');
    t.is(lenient.bench.vens[0]?.state, 'registered');
    t.true(lenient.messages()[0]?.findings.some(({ severity }) => severity === 'error'));
    const strict = await TestBench.open(t, { config: { rejectInvalid: true } });
    const refused = await post(strict.bench.url, 'EiRegisterParty', body, headers);
    t.is(refused.statusLine, 'HTTP/1.1 406 Not Acceptable');
    t.regex(refused.body.toString(), /^not acceptable: .+\n$/);
    t.false(refused.body.toString().includes('<'));
    t.deepEqual(strict.bench.vens, []);
    t.is(strict.messages(undefined, 'out')[0]?.status, 406);
  });
}

test('what is valid is not refused; what is only logically wrong is answered in its own payload', async (t) => {
  const bench = await TestBench.open(t, { config: { rejectInvalid: true } });
  const say = async (message: Message, service: string): Promise<string | undefined> => {
    const answer = await post(bench.bench.url, service, write(message));
    t.is(answer.statusLine, 'HTTP/1.1 200 OK');
    const { message: reply, findings } = read(answer.body);
    t.deepEqual(findings, []);
    return reply && 'eiResponse' in reply.body ? `${reply.name} ${reply.body.eiResponse?.responseCode}` : reply?.name;
  };
  t.is(await say(m.oadrCreatePartyRegistration(), 'EiRegisterParty'), 'oadrCreatedPartyRegistration 200');
  t.is(await say(m.oadrPoll('nobody'), 'OadrPoll'), 'oadrResponse 452');
  t.is(
    await say(m.oadrCancelPartyRegistration({ venID: 'x', registrationID: 'y' }), 'EiRegisterParty'),
    'oadrCanceledPartyRegistration 463',
  );
  t.is(await say(m.oadrPoll('nobody'), 'EiEvent'), 'oadrResponse 459');
});
