import { Duplex } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { dialDirect } from '../../../src/adapters/docker/dial-direct.ts';
import type { Dialer } from '../../../src/adapters/docker/endpoint.ts';
import { never, rejection } from '../../adapters/docker/support.ts';
import { makeCertificates } from './certificates.ts';
import { cutShort, json, reset, silence, withTls } from './fake-engine.ts';
import { makeBench, type Bench } from './setup.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await makeBench();
});
afterEach(() => bench.end());

const nowhere = { url: 'unix:///nonexistent/docker.sock' };
const write = {
  id: 's1',
  version: 1,
  spec: { Name: 'redis', TaskTemplate: {}, Mode: { Replicated: { Replicas: 1 } } },
};

describe('connections', () => {
  test('to a unix socket are kept for further reads, and gone after close', async () => {
    const engine = await bench.unixEngine();
    const swarm = bench.connect({ endpoints: [engine.endpoint] });
    for (let times = 0; times < 3; times += 1) await swarm.reader.nodes(never());
    const during = engine.connections();
    await swarm.close();
    await vi.waitFor(() => expect(engine.connections().open).toBe(0));
    expect(during).toEqual({ made: 1, open: 1 });
  });

  test('that the engine closed are made again', async () => {
    const engine = await bench.tcpEngine();
    const swarm = bench.connect({ endpoints: [engine.endpoint] });
    await swarm.reader.nodes(never());
    engine.answer('/nodes', reset);
    expect(await rejection(swarm.reader.nodes(never()))).toMatchObject({ reason: 'unreachable' });
    engine.answer('/nodes', json(200, []));
    bench.clock.pass(60_000);
    expect(await swarm.reader.nodes(never())).toEqual([]);
  });

  test('are limited when many reads come at once', async () => {
    const engine = await bench.unixEngine();
    const swarm = bench.connect({ endpoints: [engine.endpoint] });
    const answers = await Promise.all(Array.from({ length: 50 }, () => swarm.reader.nodes(never())));
    expect(answers.filter((nodes) => nodes.length === 1)).toHaveLength(50);
    expect(engine.connections().made).toBeLessThanOrEqual(8);
  });

  test('of any duplex that a dialer gives are good enough', async () => {
    const engine = await bench.unixEngine();
    const dial: Dialer = async (endpoint, signal) => {
      const inner = await dialDirect(endpoint, signal);
      const wrapped = Duplex.from(inner);
      const chained = () => wrapped;
      return Object.assign(wrapped, {
        setKeepAlive: chained,
        setTimeout: chained,
        ref: chained,
        unref: chained,
      });
    };
    const swarm = bench.connect({ endpoints: [engine.endpoint], dial });
    const counts = [await swarm.reader.nodes(never()), await swarm.reader.nodes(never())].map(
      (nodes) => nodes.length,
    );
    expect([counts, engine.connections().made]).toEqual([[1, 1], 1]);
  });

  test('that come after the deadline are closed', async () => {
    const engine = await bench.unixEngine();
    const late = Promise.withResolvers<void>();
    const dial: Dialer = async (endpoint) => {
      await late.promise;
      return dialDirect(endpoint, never());
    };
    const swarm = bench.connect({ endpoints: [engine.endpoint], dial, deadlines: { connect: 20 } });
    expect(await rejection(swarm.reader.nodes(never()))).toMatchObject({ reason: 'unreachable' });
    late.resolve();
    await vi.waitFor(() => expect(engine.connections()).toEqual({ made: 1, open: 0 }));
  });

  test('end with the caller', async () => {
    const engine = await bench.unixEngine();
    engine.answer('/nodes', silence);
    const swarm = bench.connect({ endpoints: [engine.endpoint] });
    const caller = new AbortController();
    const reading = swarm.reader.nodes(caller.signal);
    await vi.waitFor(() => expect(engine.asked).toContain('GET /nodes'));
    const reason = new Error('went away');
    caller.abort(reason);
    expect(await rejection(reading)).toBe(reason);
    await vi.waitFor(() => expect(engine.connections().open).toBe(0));
  });

  test('are refused after close', async () => {
    const engine = await bench.unixEngine();
    const swarm = bench.connect({ endpoints: [engine.endpoint] });
    await swarm.close();
    expect(await rejection(swarm.reader.nodes(never()))).toMatchObject({
      reason: 'unreachable',
      message: 'The connection to this cluster was closed.',
    });
  });
});

describe('under TLS', () => {
  test('both sides are verified', async () => {
    const { ca, server, client } = await makeCertificates(bench.dir);
    const engine = await bench.tcpEngine({ ...server, ca });
    const ask = (tls: object) =>
      bench.connect({ endpoints: [withTls(engine.endpoint, tls)] }).reader.nodes(never());
    expect(await ask({ ca, ...client })).toHaveLength(1);
    expect(await ask({ ca, ...client, serverName: 'engine.test' })).toHaveLength(1);
    const refused = [
      await rejection(ask({ ...client })), // not signed by anybody the system knows
      await rejection(ask({ ca, ...client, serverName: 'other.test' })),
      await rejection(ask({ ca })), // no certificate of ours
    ];
    expect(refused).toMatchObject([
      { reason: 'unreachable', words: 'SELF_SIGNED_CERT_IN_CHAIN' },
      { reason: 'unreachable', words: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      { reason: 'unreachable' },
    ]);
  });
});

describe('an answer that breaks off', () => {
  test('makes a read unreachable, or lets the next endpoint answer', async () => {
    const broken = await bench.unixEngine();
    const whole = await bench.unixEngine();
    broken.answer('/nodes', cutShort);
    const alone = bench.connect({ endpoints: [broken.endpoint] });
    const both = bench.connect({ endpoints: [broken.endpoint, whole.endpoint] });
    expect(await rejection(alone.reader.nodes(never()))).toMatchObject({
      reason: 'unreachable',
      words: 'ECONNRESET',
    });
    expect(await both.reader.nodes(never())).toHaveLength(1);
  });

  test.each([
    ['cut short', cutShort],
    ['reset', reset],
    ['silent', silence],
  ])('(%s) makes a write a lost answer, sent once', async (_how, answer) => {
    const broken = await bench.unixEngine();
    const whole = await bench.unixEngine();
    for (const engine of [broken, whole]) engine.answer('/services/s1/update', json(200, { Warnings: null }));
    broken.answer('/services/s1/update', answer);
    const swarm = bench.connect({ endpoints: [broken.endpoint, whole.endpoint], deadlines: { write: 300 } });
    expect(await rejection(swarm.writer.updateService(write, never()))).toMatchObject({
      reason: 'lost-answer',
    });
    const posts = [broken, whole].map(
      (engine) => engine.asked.filter((line) => line.startsWith('POST')).length,
    );
    expect(posts).toEqual([1, 0]);
    await vi.waitFor(() => expect(broken.connections().open).toBeLessThanOrEqual(1)); // the kept one of GET /version
  });
});

describe('a write', () => {
  test('goes to the next endpoint where no connection is made', async () => {
    const engine = await bench.unixEngine();
    engine.answer('/services/s1/update', json(200, { Warnings: null }));
    const swarm = bench.connect({ endpoints: [nowhere, engine.endpoint] });
    expect(await swarm.writer.updateService(write, never())).toEqual({ warnings: [] });
  });

  test('is not taken for done when it is redirected, and nobody goes there', async () => {
    const [engine, elsewhere] = [await bench.tcpEngine(), await bench.tcpEngine()];
    const location = `${elsewhere.endpoint.url.replace('tcp', 'http')}/elsewhere`;
    engine.answer(
      '/services/s1/update',
      (_request, response) => void response.writeHead(301, { location }).end(),
    );
    const swarm = bench.connect({ endpoints: [engine.endpoint] });
    expect(await rejection(swarm.writer.updateService(write, never()))).toMatchObject({
      reason: 'bad-answer',
      status: 301,
      mayHaveHappened: true,
    });
    expect(elsewhere.connections().made).toBe(0);
  });

  test('fails as unreachable when no engine is there', async () => {
    const swarm = bench.connect({ endpoints: [nowhere] });
    const error = await rejection(swarm.writer.updateService(write, never()));
    expect(error).toMatchObject({ reason: 'unreachable', words: 'ENOENT', mayHaveHappened: false });
  });
});
