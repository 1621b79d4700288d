import { once } from 'node:events';
import { setImmediate as breath } from 'node:timers/promises';
import { afterEach, expect, test, vi } from 'vitest';
import { ROUTES } from '../../../../src/practice/swarm/api/routes.ts';
import { seededRandom } from '../../../../src/practice/swarm/time/random.ts';
import { diceOf, type Dice } from '../property/wild-swarm.ts';
import { battered, requestOf, type Battered } from './battered.ts';
import { ODD_HEADERS, ODD_PATHS, ODD_QUERIES } from './odd.ts';
import { fuzzedBody } from './specs.ts';

/**
 * Requests of all kinds that nobody should send, from a seed; FUZZ_RUNS=100000 sends more of them, FUZZ_SEED=7 others. The engine
 * has to answer each in good form, and never for a fault of its own.
 */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1_200);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);
const STREAMS = 1_000;

let on: Battered | undefined;
afterEach(async () => {
  await on?.swarm.stop();
  on = undefined;
});

/** The routes that take a spec are asked more often: there is more in them to be wrong. */
const WITH_SPECS = ROUTES.filter(({ method, path }) => method === 'POST' && /create|:id\/update/.test(path));
const LEAVES_THE_SWARM = /^\/swarm\/(leave|init|join)/;

const oneOf = <T>({ below }: Dice, values: readonly T[]): T => {
  const value = values[below(values.length)];
  if (value === undefined) throw new RangeError('There is nothing to choose from.');
  return value;
};

/** What somebody sends; `known` are ids and names of what there is, `versionOf` what a right update says. */
const fuzzed = async (
  dice: Dice,
  count: number,
  known: readonly string[],
  versionOf: (path: string) => Promise<number>,
): Promise<string> => {
  const { pick, chance } = dice;
  const route = oneOf(dice, chance(0.5) ? WITH_SPECS : ROUTES);
  const path = route.path.replaceAll(/:\w+\*?/g, () => oneOf(dice, chance(0.6) ? known : ODD_PATHS));
  const isLeaving = LEAVES_THE_SWARM.test(route.path);
  const oddMethod = pick(['HEAD', 'PUT', 'OPTIONS', 'PATCH', 'TRACE']);
  const method = chance(0.9) && !isLeaving ? route.method : oddMethod;
  const version = chance(0.3)
    ? pick(['/v1.41', '/v1.12', '/v1.99', '/v', '//', '/v1.41/..', '/v99999.9'])
    : '';
  let query = chance(0.4) ? `?${oneOf(dice, ODD_QUERIES).replaceAll(' ', '+')}` : '';
  if (path.endsWith('/update') && chance(0.8)) {
    query = `?version=${await versionOf(path.slice(0, -'/update'.length))}`;
  }
  const asPosted = method === 'POST' ? fuzzedBody(route.path, dice) : '';
  const body = chance(0.85) ? asPosted.replace('"Name":"fuzzed"', `"Name":"fuzzed${count}"`) : asPosted;
  const headers = chance(0.2) ? [oneOf(dice, ODD_HEADERS)] : [['Content-Type', 'application/json'] as const];
  return requestOf(method, `${version}${path}${query}`, body, headers);
};

test(
  `${RUNS} odd requests are answered, none with a fault of the engine's own (seed ${SEED})`,
  { timeout: 600_000 },
  async () => {
    on = await battered(SEED);
    const { send, timeline, crashes, swarm } = on;
    const dice = diceOf(seededRandom(SEED));
    const known = ['node1', 'node2', 'ingress', 'fuzzed'];
    const answers = new Map<string, number>();
    const versionOf = async (path: string): Promise<number> =>
      Number(/"Index":(\d+)/.exec(await send(requestOf('GET', path)))?.[1] ?? 1);
    for (let count = 0; count < RUNS; count += 1) {
      const request = await fuzzed(dice, count, known, versionOf);
      const answer = await send(request);
      const seen = { count, request: request.slice(0, 2_000), answer, crashes };
      expect(seen).toEqual({ ...seen, answer: expect.stringMatching(/^HTTP\/1\.1 \d{3} /), crashes: [] });
      const status = answer.slice(9, 12);
      answers.set(status, (answers.get(status) ?? 0) + 1);
      const id = /"ID":"(\w+)"/.exec(answer)?.[1];
      if (id !== undefined && known.length < 60) known.push(id);
      if (dice.chance(0.3)) timeline.advance(dice.below(5_000));
    }
    timeline.advance(3_600_000);
    expect(swarm.parked()).toBe(0);
    // or it was not the engine that was tried, but the door before it
    const seldom = ['200', '201', '400', '404', '500'].filter((status) => (answers.get(status) ?? 0) < 3);
    expect(seldom).toEqual([]);
  },
);

test('connections that are broken off anywhere leave nothing behind', { timeout: 60_000 }, async () => {
  on = await battered(1);
  const { open, send, swarm, timeline, crashes } = on;
  const spec = { Name: 'cut', TaskTemplate: { ContainerSpec: { Image: 'registry:5000/web:1' } } };
  const whole = requestOf('POST', '/services/create', JSON.stringify(spec), [
    ['Content-Type', 'application/json'],
  ]);
  for (let length = 0; length < whole.length; length += 7) {
    const connection = open();
    connection.write(whole.slice(0, length));
    await breath();
    if (length % 2 === 0) connection.resetAndDestroy();
    else connection.end();
    await breath();
  }
  await vi.waitFor(() => expect(swarm.parked()).toBe(0));
  timeline.advance(60_000);
  expect(await send(requestOf('GET', '/services'))).toMatch(/\r\n\r\n\[\]\n$/);
  expect(crashes).toEqual([]);
});

test('requests that are sent before the one before is answered are answered in their order', async () => {
  on = await battered(1);
  const pipelined = Array.from(
    { length: 50 },
    (_, at) => `GET /services/none${at} HTTP/1.1\r\nHost: x\r\n\r\n`,
  );
  const answer = await on.send(pipelined.join('') + requestOf('GET', '/_ping'));
  const names = [...answer.matchAll(/service none(\d+) not found/g)].map(([, at]) => Number(at));
  expect(names).toEqual(pipelined.map((_, at) => at));
  expect(answer.endsWith('OK')).toBe(true);
});

test(
  `${STREAMS} streams that were opened and dropped leave no listener and no timer`,
  { timeout: 60_000 },
  async () => {
    on = await battered(1);
    const { open, swarm, timeline, crashes } = on;
    const paths = ['/events', '/events?until=9999999999', '/services/web/logs?follow=1&stdout=1'];
    const spec = { Name: 'web', TaskTemplate: { ContainerSpec: { Image: 'registry:5000/web:1' } } };
    await on.send(
      requestOf('POST', '/services/create', JSON.stringify(spec), [['Content-Type', 'application/json']]),
    );
    timeline.advance(60_000);
    const next = timeline.next();
    for (let opened = 0; opened < STREAMS; opened += 50) {
      const connections = Array.from({ length: 50 }, (_, at) => {
        const connection = open();
        connection.write(requestOf('GET', paths[at % paths.length] ?? '/events'));
        return connection;
      });
      await Promise.all(connections.map((connection) => once(connection, 'data')));
      for (const connection of connections) connection.resetAndDestroy();
    }
    await vi.waitFor(() => expect(swarm.parked()).toBe(0));
    await vi.waitFor(() => expect(timeline.next()).toBe(next));
    let cut = 0;
    for (const { faults } of swarm.nodes) cut += faults.cutStreams();
    expect(cut).toBe(0);
    expect(crashes).toEqual([]);
  },
);
