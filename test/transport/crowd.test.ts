import test, { type ExecutionContext } from 'ava';
import { ManualClock } from '../../src/base/manual-clock.ts';
import { type RecordingListener, recordingListener } from '../helpers/listener.ts';
import { RawSocket, rawPost } from '../helpers/raw-socket.ts';

const limits = (listener: RecordingListener) => listener.of('limited').map(({ limit, count }) => [limit, count]);

/** A client whose poll was answered. */
async function polled(listener: RecordingListener, host = '127.0.0.1'): Promise<RawSocket> {
  const socket = await RawSocket.open(listener.port, host);
  await socket.send(rawPost());
  await socket.answer();
  return socket;
}

/** A client that has said this and no more, and is known to the listener. */
async function mute(t: ExecutionContext, listener: RecordingListener, bytes = ''): Promise<RawSocket> {
  const before = listener.of('opened').length;
  const socket = await RawSocket.open(listener.port);
  t.teardown(() => socket.destroy());
  if (bytes) await socket.send(bytes);
  await listener.until(() => listener.of('opened').length > before);
  return socket;
}

test('full: the connection that brought nothing makes room, the one that polled stays', async (t) => {
  const listener = await recordingListener(t, { limits: { connections: 2 } });
  const ven = await polled(listener);
  const silent = await mute(t, listener);
  const late = await polled(listener);
  await silent.closed();
  await listener.until(() => listener.of('closed').length === 1);
  t.like(listener.of('closed')[0], { silent: true, error: 'made room for others: 2 connections in all' });
  for (const socket of [ven, late]) {
    await socket.send(rawPost());
    t.is((await socket.answer()).statusLine, 'HTTP/1.1 200 OK');
  }
  t.like(listener.of('limited')[0], {
    limit: 'madeRoom',
    count: 1,
    address: '127.0.0.1',
    message: 'a silent connection from 127.0.0.1 was closed to make room for others: 2 connections are open already',
    remedy: 'look what opens connections there and sends no whole request',
  });
});

test('full of connections that all polled: the new one is refused, and told', async (t) => {
  const listener = await recordingListener(t, { limits: { connections: 1 } });
  const ven = await polled(listener);
  const second = await RawSocket.open(listener.port);
  t.is((await second.closed()).length, 0);
  await listener.until(() => listener.of('limited').length === 1);
  t.like(listener.of('limited')[0], {
    limit: 'refused',
    message: 'a connection from 127.0.0.1 was refused: 1 connections are open already, and each has brought a request',
  });
  t.is(listener.of('opened').length, 1);
  await ven.send(rawPost());
  t.is((await ven.answer()).statusLine, 'HTTP/1.1 200 OK');
  ven.destroy();
  await listener.until(() => listener.of('closed').length === 1);
  await polled(listener);
  t.is(listener.requests.length, 3);
});

test('who has been silent longest goes first, and who just spoke later', async (t) => {
  const listener = await recordingListener(t, { limits: { connections: 3 } });
  const speaking = await mute(t, listener);
  const silent = await mute(t, listener);
  const third = await mute(t, listener);
  await speaking.send('POST /Open');
  await listener.until(() => listener.of('firstBytes').length === 1);
  await polled(listener);
  await silent.closed();
  await polled(listener);
  await third.closed();
  await polled(listener);
  await speaking.closed();
  t.deepEqual(
    listener.of('closed').map(({ bytesRead }) => bytesRead),
    [0, 0, 10],
  );
});

test('a request that is refused, or not whole, does not keep its connection', async (t) => {
  const listener = await recordingListener(t, { limits: { connections: 2 } });
  const lost = await RawSocket.open(listener.port);
  await lost.send(rawPost({ path: '/nowhere' }));
  t.is((await lost.answer()).statusLine, 'HTTP/1.1 404 Not Found');
  const cut = await mute(t, listener, rawPost({ headers: { 'Content-Length': '500' } }).toString());
  await listener.until(() => listener.of('firstBytes').length === 2);
  await polled(listener);
  await polled(listener);
  await Promise.all([lost.closed(), cut.closed()]);
  await listener.until(() => listener.of('closed').length === 2);
  // That it was cut off is this side's doing, and no fault of the peer.
  t.deepEqual(listener.of('clientError'), []);
});

test('one address may have so many; the loop of this machine is exempt', async (t) => {
  const free = await recordingListener(t, { limits: { connectionsPerAddress: 1 } });
  await Promise.all([polled(free), polled(free), polled(free)]);
  t.deepEqual(limits(free), []);
  const set = await recordingListener(t, { limits: { connectionsPerLoopback: 1 } });
  await polled(set);
  const second = await RawSocket.open(set.port);
  await second.closed();
  t.like(set.of('limited')[0], {
    limit: 'refused',
    message:
      'a connection from 127.0.0.1 was refused: 1 connections from there are open already, and each has brought a request',
    remedy: 'let the device keep one connection, and close those that it no longer uses',
  });
});

test('what a limit does is told at once, then once a second with a count', async (t) => {
  const ioClock = new ManualClock();
  const listener = await recordingListener(t, { ioClock, limits: { connections: 1 } });
  const ven = await polled(listener);
  for (let at = 0; at < 5; at++) await (await RawSocket.open(listener.port)).closed();
  t.deepEqual(limits(listener), [['refused', 1]]);
  ioClock.advance(1000);
  t.deepEqual(limits(listener), [
    ['refused', 1],
    ['refused', 4],
  ]);
  t.is(
    listener.of('limited')[1]?.message,
    '4 connections, the last from 127.0.0.1, were refused: 1 connections are open already, and each has brought a request',
  );
  ioClock.advance(5000);
  t.is(listener.of('limited').length, 2);
  ven.destroy();
});

test('of a flood from one address only some connections are recorded, and all that bring a request', async (t) => {
  const ioClock = new ManualClock();
  const listener = await recordingListener(t, { ioClock, limits: { toldPerSecond: 3 } });
  const silent = await Promise.all(Array.from({ length: 10 }, () => RawSocket.open(listener.port)));
  for (const socket of silent) {
    socket.endOurHalf();
    await socket.closed();
  }
  await listener.until(() => limits(listener).length === 1);
  t.is(listener.of('opened').length, 3);
  await listener.until(() => listener.of('closed').length === 3);
  const ven = await polled(listener);
  const { connection } = listener.requests[0]?.remote ?? {};
  t.deepEqual(
    listener.facts.filter((fact) => fact.connection === connection).map(({ fact }) => fact),
    ['opened', 'firstBytes'],
  );
  ioClock.advance(1000);
  t.deepEqual(limits(listener), [
    ['unrecorded', 1],
    ['unrecorded', 6],
  ]);
  ven.destroy();
  await listener.until(() => listener.of('closed').length === 4);
});

test('of a flood of refused requests only some are recorded', async (t) => {
  const ioClock = new ManualClock();
  const listener = await recordingListener(t, { ioClock, limits: { toldPerSecond: 5 } });
  const socket = await RawSocket.open(listener.port);
  for (let at = 0; at < 20; at++) {
    await socket.send(rawPost({ path: '/nowhere' }));
    t.is((await socket.answer()).statusLine, 'HTTP/1.1 404 Not Found');
  }
  t.is(listener.of('answered').length, 4);
  ioClock.advance(1000);
  t.is(
    listener.of('limited').reduce((sum, { count }) => sum + count, 0),
    16,
  );
  await socket.send(rawPost({ path: '/nowhere' }));
  await socket.answer();
  t.is(listener.of('answered').length, 5);
});

test('what was only counted yet is told when the listener closes', async (t) => {
  const listener = await recordingListener(t, { ioClock: new ManualClock(), limits: { connections: 1 } });
  await polled(listener);
  for (let at = 0; at < 3; at++) await (await RawSocket.open(listener.port)).closed();
  await listener.close(0);
  t.deepEqual(limits(listener), [
    ['refused', 1],
    ['refused', 2],
  ]);
});

test('a receiver that takes its answer byte by byte is closed in the end, and told', async (t) => {
  const ioClock = new ManualClock();
  const body = Buffer.alloc(64 * 1024 * 1024, 32);
  const listener = await recordingListener(t, { ioClock, limits: { answerMs: 1000 } }, () => ({
    status: 200,
    body,
  }));
  const socket = await RawSocket.open(listener.port);
  socket.socket.pause();
  await socket.send(rawPost());
  await listener.until(() => listener.requests.length === 1);
  ioClock.advance(1000);
  socket.socket.read(1);
  t.is(listener.of('closed').length, 0);
  ioClock.advance(1000);
  await listener.until(() => listener.of('closed').length === 1);
  t.like(listener.of('closed')[0], { error: 'its answer was not taken within 1000 ms' });
  t.like(listener.sent[0], { delivered: false });
  socket.destroy();
});
