import nock from 'nock';
import { describe, expect, test } from 'vitest';
import { managerJson, never, rejection } from './support.ts';
import { A, B, broken, engine, onTheWire, worker } from './wire.ts';

const wire = onTheWire();

describe('a read', () => {
  test('skips a worker, and remembers it', async () => {
    engine(A);
    engine(B);
    const asked = nock(A).get('/v1.41/nodes').reply(503, worker);
    nock(B)
      .get('/v1.41/nodes')
      .twice()
      .reply(200, [managerJson('m1', 'reachable', true)]);
    const swarm = wire().connect([A, B]);
    const first = await swarm.reader.nodes(never());
    const second = await swarm.reader.nodes(never());
    expect([first.length, second.length, asked.isDone()]).toEqual([1, 1, true]);
    expect(wire().log.lines).toEqual([
      'warn an engine endpoint failed {"endpoint":"tcp://engine-a:2375","reason":"not-manager"}',
    ]);
  });

  test('asks the first endpoint again after some time', async () => {
    engine(A);
    engine(B);
    nock(A).get('/v1.41/nodes').reply(503, worker);
    nock(B).get('/v1.41/nodes').reply(200, []);
    nock(A)
      .get('/v1.41/nodes')
      .reply(200, [managerJson('m1', 'reachable')]);
    const swarm = wire().connect([A, B]);
    const first = await swarm.reader.nodes(never());
    wire().clock.pass(60_000);
    const second = await swarm.reader.nodes(never());
    expect([first.length, second.length]).toEqual([0, 1]);
    expect(wire().log.lines).toEqual([
      'warn an engine endpoint failed {"endpoint":"tcp://engine-a:2375","reason":"not-manager"}',
      'info an engine endpoint answers again {"endpoint":"tcp://engine-a:2375"}',
    ]);
  });

  test('says of an endpoint once that it fails', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').times(3).reply(503, worker);
    const swarm = wire().connect([A]);
    for (let times = 0; times < 3; times += 1) await rejection(swarm.reader.nodes(never()));
    expect(wire().log.lines).toHaveLength(1);
  });

  test('goes on after a reset, a silent engine and a manager without a leader', async () => {
    const C = 'http://engine-c:2375';
    const D = 'http://engine-d:2375';
    for (const base of [A, B, C, D]) engine(base);
    nock(A).get('/v1.41/nodes').twice().replyWithError(broken('ECONNRESET'));
    nock(B).get('/v1.41/nodes').delay(5_000).reply(200, []);
    nock(C)
      .get('/v1.41/nodes')
      .reply(500, { message: 'rpc error: code = Unknown desc = The swarm does not have a leader.' });
    nock(D)
      .get('/v1.41/nodes')
      .reply(200, [managerJson('m1', 'reachable')]);
    const swarm = wire().connect([A, B, C, D], { read: 400 });
    const nodes = await swarm.reader.nodes(never());
    expect(nodes.map((node) => node.ID)).toEqual(['m1']);
    expect(wire().log.lines.map((line) => /"reason":"([^"]*)"/.exec(line)?.[1])).toEqual([
      'unreachable',
      'unreachable',
      'no-leader',
    ]);
  });

  test('is asked a second time when its connection breaks', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').replyWithError(broken('ECONNRESET'));
    nock(A).get('/v1.41/nodes').reply(200, []);
    const swarm = wire().connect([A]);
    expect(await swarm.reader.nodes(never())).toEqual([]);
  });

  test('does not ask elsewhere for what the swarm itself refuses', async () => {
    engine(A);
    engine(B);
    nock(A).get('/v1.41/services').query(true).reply(500, { message: 'something else' });
    const swarm = wire().connect([A, B]);
    const error = await rejection(swarm.reader.services({ status: true }, never()));
    expect(error).toMatchObject({ reason: 'refused', words: 'something else', status: 500 });
  });

  test('tells cut JSON by its place', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').reply(200, '[{"ID":"canary');
    const swarm = wire().connect([A]);
    const error = await rejection(swarm.reader.nodes(never()));
    expect(error).toMatchObject({
      reason: 'bad-answer',
      message: "The engine's answer to GET /nodes is not understood (no JSON).",
    });
  });

  test('agrees on the version anew when another engine stands there', async () => {
    nock(A).get('/version').reply(200, { ApiVersion: '1.47' });
    nock(A).get('/v1.47/nodes').reply(200, []);
    nock(A)
      .get('/v1.47/nodes')
      .reply(400, { message: 'client version 1.47 is too new. Maximum supported API version is 1.41' });
    nock(A).get('/version').reply(200, { ApiVersion: '1.41' });
    nock(A)
      .get('/v1.41/nodes')
      .reply(200, [managerJson('m1', 'reachable')]);
    const swarm = wire().connect([A]);
    const counts = [await swarm.reader.nodes(never()), await swarm.reader.nodes(never())].map(
      (nodes) => nodes.length,
    );
    expect(counts).toEqual([0, 1]);
  });

  test('refuses an engine that is too old', async () => {
    engine(A, '1.40');
    const swarm = wire().connect([A]);
    expect(await rejection(swarm.reader.nodes(never()))).toMatchObject({ reason: 'too-old' });
  });

  test('ends with the reason of its caller', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').delay(5_000).reply(200, []);
    const swarm = wire().connect([A]);
    const caller = new AbortController();
    const reading = swarm.reader.nodes(caller.signal);
    const reason = new Error('the person went away');
    caller.abort(reason);
    expect(await rejection(reading)).toBe(reason);
  });

  test('fails as unreachable at its deadline', async () => {
    engine(A);
    nock(A).get('/v1.41/nodes').delay(5_000).reply(200, []);
    const swarm = wire().connect([A], { read: 50 });
    expect(await rejection(swarm.reader.nodes(never()))).toMatchObject({ reason: 'unreachable' });
  });
});
