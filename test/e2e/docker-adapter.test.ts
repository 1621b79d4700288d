import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { connectSwarm, type SwarmConnection } from '../../src/adapters/docker/connect-swarm.ts';
import { dialDirect } from '../../src/adapters/docker/dial-direct.ts';
import type { SwarmHint } from '../../src/core/ports/swarm.ts';
import type { Service } from '../../src/core/swarm/objects.ts';
import { systemClock } from '../../src/system.ts';
import { never, rejection } from '../adapters/docker/support.ts';
import { keptLog } from '../support/kept-log.ts';
import { openSwarm } from '../support/open-swarm.ts';
import type { Swarm } from '../support/swarm.ts';

const NAME = 'adapter-redis';

let swarm: Swarm;
let close = async (): Promise<void> => undefined;
let connection: SwarmConnection;
let original: Service;

const service = async (): Promise<Service> => {
  const found = await connection.reader.service(NAME, never());
  if (found === null) throw new Error('the service of this test is gone');
  return found;
};
const scaled = (one: Service, replicas: number) => ({
  id: one.ID,
  version: one.Version.Index,
  spec: { ...one.Spec, Mode: { Replicated: { Replicas: replicas } } },
});

beforeAll(async () => {
  ({ swarm, close } = await openSwarm());
  await swarm.docker(['service', 'rm', NAME]);
  // A worker comes first: each call has to get past it.
  const endpoints = swarm.nodes.toReversed().map((node) => ({ url: `unix://${node.socket}` }));
  connection = connectSwarm({ endpoints, dial: dialDirect, clock: systemClock, log: keptLog() });
  const flags = ['--detach', '--name', NAME, '--replicas', '2', '--env', 'PASSWORD=canary'];
  const made = await swarm.docker(['service', 'create', ...flags, swarm.image('redis:3.0.5')]);
  if (made.code !== 0) throw new Error(made.stderr);
  original = await service();
});
afterAll(async () => {
  await connection?.close();
  await swarm?.docker(['service', 'rm', NAME]);
  await close();
});

describe('reading a swarm', () => {
  test('finds its nodes and a leader behind workers', async () => {
    const nodes = await connection.reader.nodes(never());
    expect(nodes.map((node) => node.Description.Hostname).toSorted()).toEqual(['node1', 'node2', 'node3']);
    expect(await connection.reader.freshness(never())).toEqual({ stale: false });
  });

  test('finds a service by id and name, and not by the beginning of either', async () => {
    const found = [];
    for (const name of [original.ID, NAME, original.ID.slice(0, 8), NAME.slice(0, 5), 'nobody']) {
      found.push((await connection.reader.service(name, never()))?.ID ?? null);
    }
    expect(found).toEqual([original.ID, original.ID, null, null, null]);
  });

  test('finds the tasks of the services that are there', async () => {
    const query = { services: [original.ID, 'gone'], desired: ['running' as const], upToDate: true };
    await vi.waitFor(
      async () => {
        const tasks = await connection.reader.tasks(query, never());
        expect(tasks.map((task) => task.Status.State)).toEqual(['running', 'running']);
      },
      { timeout: 60_000, interval: 200 },
    );
    const [listed] = await connection.reader.services({ ids: [original.ID], status: true }, never());
    expect(listed?.ServiceStatus).toMatchObject({ RunningTasks: 2, DesiredTasks: 2 });
  });

  test('looks images up', async () => {
    const look = async (reference: string) => (await connection.reader.image(reference, never())).kind;
    const kinds = [
      await look(swarm.image('redis:3.0.6')),
      await look(swarm.image('redis:nowhere')),
      await look(swarm.image('nobody:1')),
      await look(`${swarm.silentRegistry}/redis:1`),
    ];
    expect(kinds).toEqual(['found', 'missing', 'missing', 'unknown']);
  });
});

describe('writing to a swarm', () => {
  test('changes a service once, tells of it, and takes it back', async () => {
    const hints: SwarmHint[] = [];
    const stop = new AbortController();
    const following = connection.events.follow((hint) => void hints.push(hint), stop.signal);
    await vi.waitFor(() => expect(hints).toContainEqual({ kind: 'resync' }), { timeout: 10_000 });
    const before = await service();

    await connection.writer.updateService(scaled(before, 3), never());
    const between = await service();
    const stale = await rejection(connection.writer.updateService(scaled(before, 4), never()));
    await connection.writer.rollbackService(scaled(between, 3), never());
    const after = await service();

    expect([before, between, after].map((one) => one.Spec.Mode.Replicated?.Replicas)).toEqual([2, 3, 2]);
    expect(between.Spec.TaskTemplate).toEqual(before.Spec.TaskTemplate);
    expect(stale).toMatchObject({ reason: 'out-of-sequence', mayHaveHappened: false });
    await vi.waitFor(() => expect(hints).toContainEqual({ kind: 'service', id: before.ID }), {
      timeout: 10_000,
    });
    stop.abort();
    await following;
  });

  test.each([
    ['a constraint that cannot be read', { Placement: { Constraints: ['nonsense'] } }, 'refused'],
    ['a network that is not there', { Networks: [{ Target: 'nowhere' }] }, 'not-found'],
  ])('is refused for %s', async (_what, patch, reason) => {
    const now = await service();
    const spec = { ...now.Spec, TaskTemplate: { ...now.Spec.TaskTemplate, ...patch } };
    const write = { id: now.ID, version: now.Version.Index, spec };
    expect(await rejection(connection.writer.updateService(write, never()))).toMatchObject({ reason });
  });

  test('is refused for another name or mode', async () => {
    const now = await service();
    const write = (patch: object) =>
      connection.writer.updateService(
        { id: now.ID, version: now.Version.Index, spec: { ...now.Spec, ...patch } },
        never(),
      );
    const refused = [
      await rejection(write({ Name: 'other' })),
      await rejection(write({ Mode: { Global: {} } })),
    ];
    expect(refused).toMatchObject([
      { reason: 'refused', message: 'A service cannot be renamed.' },
      { reason: 'refused', message: "A service's mode cannot be changed." },
    ]);
  });
});
