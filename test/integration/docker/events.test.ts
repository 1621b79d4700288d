import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SwarmHint } from '../../../src/core/ports/swarm.ts';
import type { SwarmConnection } from '../../../src/adapters/docker/connect-swarm.ts';
import { json, reset, service, silence } from './fake-engine.ts';
import { makeBench, type Bench } from './setup.ts';

let bench: Bench;
let stop: AbortController;
let hints: SwarmHint[];
let following: Promise<void>;
beforeEach(async () => {
  bench = await makeBench();
  stop = new AbortController();
  hints = [];
  following = Promise.resolve();
});
afterEach(async () => {
  stop.abort();
  await following;
  await bench.end();
});

const follow = (swarm: SwarmConnection, onHint = (hint: SwarmHint) => void hints.push(hint)): void => {
  following = swarm.events.follow(onHint, stop.signal);
};
const until = (check: () => void) => vi.waitFor(check, { timeout: 5_000, interval: 5 });
const worker = json(503, { message: "This node is not a swarm manager. Worker nodes can't be used." });
const resync: SwarmHint = { kind: 'resync' };
const FIRST_WAIT = 250;
const PULSE = 20_000;

describe('following events', () => {
  test('begins with resync and hints at what changes', async () => {
    const engine = await bench.unixEngine();
    follow(bench.connect({ endpoints: [engine.endpoint] }));
    await until(() => expect(hints).toEqual([resync]));
    engine.emit(service('s1'));
    engine.emit({ Type: 'node', Action: 'update', Actor: { ID: 'n1' } });
    await until(() =>
      expect(hints).toEqual([resync, { kind: 'service', id: 's1' }, { kind: 'node', id: 'n1' }]),
    );
  });

  test('ends with its signal and closes the stream', async () => {
    const engine = await bench.unixEngine();
    follow(bench.connect({ endpoints: [engine.endpoint] }));
    await until(() => expect(hints).toEqual([resync]));
    stop.abort();
    await following;
    await until(() => expect(engine.streams()).toBe(0));
    expect(bench.clock.sleeping()).toEqual([]);
  });

  test('ends when the connection to the cluster is closed', async () => {
    const engine = await bench.unixEngine();
    const swarm = bench.connect({ endpoints: [engine.endpoint] });
    follow(swarm);
    await until(() => expect(hints).toEqual([resync]));
    await swarm.close();
    await following;
    await until(() => expect(engine.connections().open).toBe(0));
  });

  test('passes over a worker, whose events would stay silent', async () => {
    const [first, second] = [await bench.unixEngine(), await bench.unixEngine()];
    first.answer('/nodes', worker);
    follow(bench.connect({ endpoints: [first.endpoint, second.endpoint] }));
    await until(() => expect(hints).toEqual([resync]));
    expect([first.streams(), second.streams()]).toEqual([0, 1]);
  });

  test('goes on with the next endpoint, after resync', async () => {
    const [first, second] = [await bench.unixEngine(), await bench.tcpEngine()];
    follow(bench.connect({ endpoints: [first.endpoint, second.endpoint] }));
    await until(() => expect(hints).toEqual([resync]));
    await first.close();
    await until(() => expect(bench.clock.sleeping()).toContain(FIRST_WAIT));
    bench.clock.wake(FIRST_WAIT);
    await until(() => expect(hints).toEqual([resync, resync]));
    second.emit(service('s2'));
    await until(() => expect(hints.at(-1)).toEqual({ kind: 'service', id: 's2' }));
  });

  test('waits longer each time that nobody is there, up to 10 s, and begins anew after a good stream', async () => {
    const engine = await bench.unixEngine();
    engine.answer('/nodes', reset);
    follow(bench.connect({ endpoints: [engine.endpoint] }));
    for (const wait of [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000]) {
      await until(() => expect(bench.clock.sleeping()).toEqual([wait]));
      bench.clock.wake(wait);
    }
    await until(() => expect(bench.clock.sleeping()).toEqual([10_000]));
    engine.answer('/nodes', json(200, []));
    bench.clock.wake(10_000);
    await until(() => expect(hints).toEqual([resync]));
    bench.clock.pass(60_000);
    engine.endStreams();
    await until(() => expect(bench.clock.sleeping()).toEqual([FIRST_WAIT]));
  });

  test('notices an engine that went silent', async () => {
    const [first, second] = [await bench.unixEngine(), await bench.unixEngine()];
    follow(bench.connect({ endpoints: [first.endpoint, second.endpoint], deadlines: { read: 100 } }));
    await until(() => expect(bench.clock.sleeping()).toEqual([PULSE]));
    first.answer('/nodes', silence);
    first.answer('/version', reset);
    bench.clock.wake(PULSE);
    await until(() => expect(first.asked.filter((line) => line === 'GET /nodes')).toHaveLength(2));
    first.answer('/nodes', reset);
    await first.close();
    await until(() => expect(bench.clock.sleeping()).toEqual([FIRST_WAIT]));
    bench.clock.wake(FIRST_WAIT);
    await until(() => expect(second.streams()).toBe(1));
  });

  test('leaves a manager that became a worker', async () => {
    const [first, second] = [await bench.unixEngine(), await bench.unixEngine()];
    follow(bench.connect({ endpoints: [first.endpoint, second.endpoint] }));
    await until(() => expect(bench.clock.sleeping()).toEqual([PULSE]));
    first.answer('/nodes', worker);
    bench.clock.wake(PULSE);
    await until(() => expect(bench.clock.sleeping()).toEqual([FIRST_WAIT]));
    bench.clock.wake(FIRST_WAIT);
    await until(() => expect([first.streams(), second.streams()]).toEqual([0, 1]));
  });

  test('stays with a manager while the swarm has no leader', async () => {
    const engine = await bench.unixEngine();
    engine.answer('/nodes', json(500, { message: 'The swarm does not have a leader.' }));
    follow(bench.connect({ endpoints: [engine.endpoint] }));
    await until(() => expect(hints).toEqual([resync]));
    await until(() => expect(bench.clock.sleeping()).toEqual([PULSE]));
    bench.clock.wake(PULSE);
    await until(() => expect(bench.clock.sleeping()).toEqual([PULSE]));
    expect(engine.streams()).toBe(1);
  });

  test('asks for all again after a line that it does not understand', async () => {
    const engine = await bench.unixEngine();
    follow(bench.connect({ endpoints: [engine.endpoint] }));
    await until(() => expect(hints).toEqual([resync]));
    engine.emit('{"Type":');
    await until(() => expect(hints).toEqual([resync, resync]));
    expect(engine.streams()).toBe(1);
  });

  test('goes on when the one who follows fails', async () => {
    const engine = await bench.unixEngine();
    follow(bench.connect({ endpoints: [engine.endpoint] }), (hint) => {
      hints.push(hint);
      throw new Error('a bug');
    });
    await until(() => expect(hints).toEqual([resync]));
    engine.emit(service('s1'));
    await until(() => expect(hints).toHaveLength(2));
    expect(bench.log.lines).toEqual([
      'error a follower of events failed {"kind":"resync"}',
      'error a follower of events failed {"kind":"service"}',
    ]);
  });
});
