import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { never, rejection } from './support.ts';
import { A, B, broken, engine, onTheWire, worker } from './wire.ts';

const wire = onTheWire();

describe('a write', () => {
  const spec = {
    Name: 'redis',
    TaskTemplate: { ContainerSpec: { Image: 'redis:3', Env: ['PASSWORD=canary-env'] } },
    Mode: { Replicated: { Replicas: 3 } },
  };
  const write = { id: 's1', version: 12, spec };
  const post = (base: string) => nock(base).post('/v1.41/services/s1/update').query(true);

  test('has its spec in the body and never in the URL', async () => {
    engine(A);
    const sent: unknown[] = [];
    post(A)
      .twice()
      .reply(200, async (request: Request) => {
        sent.push({ url: request.url, body: await request.json() });
        return { Warnings: null };
      });
    const swarm = wire().connect([A]);
    const answers = [
      await swarm.writer.updateService(write, never()),
      await swarm.writer.rollbackService(write, never()),
    ];
    expect(answers).toEqual([{ warnings: [] }, { warnings: [] }]);
    const path = `${A}/v1.41/services/s1/update`;
    expect(sent).toEqual([
      { url: `${path}?version=12&registryAuthFrom=spec`, body: spec },
      { url: `${path}?version=12&rollback=previous`, body: spec },
    ]);
  });

  test('goes to the endpoint that answered reads', async () => {
    engine(A);
    engine(B);
    nock(A).get('/v1.41/nodes').reply(503, worker);
    nock(B).get('/v1.41/nodes').reply(200, []);
    post(B).reply(200, { Warnings: ['mind the gap'] });
    const swarm = wire().connect([A, B]);
    await swarm.reader.nodes(never());
    expect(await swarm.writer.updateService(write, never())).toEqual({ warnings: ['mind the gap'] });
  });

  test.each([
    ['a reset', (base: string) => post(base).replyWithError(broken('ECONNRESET'))],
    ['silence', (base: string) => post(base).delay(5_000).reply(200, {})],
    ['a lost leadership', (base: string) => post(base).reply(500, { message: 'node lost leader status' })],
    ['a proxy in despair', (base: string) => post(base).reply(502, 'Bad Gateway')],
  ])('ended by %s is a lost answer, and no other endpoint is tried', async (_what, fail) => {
    engine(A);
    engine(B);
    fail(A);
    const second = post(B).reply(200, {});
    const swarm = wire().connect([A, B], { write: 300 });
    const error = await rejection(swarm.writer.updateService(write, never()));
    expect(error).toMatchObject({ reason: 'lost-answer', mayHaveHappened: true });
    expect(second.isDone()).toBe(false);
    expect(`${String(error)} ${JSON.stringify(error)} ${wire().log.lines.join()}`).not.toContain('canary');
  });

  test('refused by a worker is not tried elsewhere', async () => {
    engine(A);
    engine(B);
    post(A).reply(503, worker);
    const second = post(B).reply(200, {});
    const swarm = wire().connect([A, B]);
    expect(await rejection(swarm.writer.updateService(write, never()))).toMatchObject({
      reason: 'not-manager',
    });
    expect(second.isDone()).toBe(false);
  });

  test('answered with something else may have happened', async () => {
    engine(A);
    post(A).reply(200, '{"Warnings": 5}');
    const swarm = wire().connect([A]);
    const error = await rejection(swarm.writer.updateService(write, never()));
    expect(error).toMatchObject({ reason: 'bad-answer', mayHaveHappened: true });
  });

  test('with a stale version is out of sequence', async () => {
    engine(A);
    post(A).reply(500, { message: 'rpc error: code = Unknown desc = update out of sequence' });
    const swarm = wire().connect([A]);
    const error = await rejection(swarm.writer.updateService(write, never()));
    expect(error).toMatchObject({ reason: 'out-of-sequence', mayHaveHappened: false });
  });

  test('given up by its caller after it was sent is a lost answer', async () => {
    engine(A);
    const sent = Promise.withResolvers<void>();
    post(A).reply(() => {
      sent.resolve();
      return new Promise(() => undefined);
    });
    const swarm = wire().connect([A]);
    const caller = new AbortController();
    const writing = swarm.writer.updateService(write, caller.signal);
    await sent.promise;
    caller.abort(new Error('shutting down'));
    expect(await rejection(writing)).toMatchObject({ reason: 'lost-answer' });
  });

  test('given up before it was sent ends with the reason of its caller', async () => {
    const swarm = wire().connect([A]);
    const reason = new Error('shutting down');
    expect(await rejection(swarm.writer.updateService(write, AbortSignal.abort(reason)))).toBe(reason);
  });
});
