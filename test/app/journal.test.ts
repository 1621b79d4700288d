import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/adapters/store/store.ts';
import type { Job } from '../../src/app/journal-row.ts';
import { perform } from '../../src/app/journal.ts';
import { UserError } from '../../src/core/errors.ts';
import { makePlan } from '../../src/core/plan/make-plan.ts';
import type { Store } from '../../src/core/ports/store.ts';
import { aService, aSpec } from '../support/builders/index.ts';
import { countedIds, leapingClock } from '../support/fake-clock.ts';
import { fakeEngine } from '../support/fake-engine.ts';

const base = aSpec({ replicas: 3 });
const signal = new AbortController().signal;
const clock = leapingClock();
let store: Store;

beforeEach(async () => {
  store = await openStore({ file: ':memory:', key: new Uint8Array(32).fill(7), clock });
});
afterEach(() => store.close());

test('given an engine that answers, it writes once and the journal says accepted', async () => {
  const { engine, run, job } = await scene();
  expect(await run()).toEqual({ kind: 'accepted', begunAt: expect.any(Number), operation: job.operation });
  expect(engine.accepted()).toBe(1);
  expect(await states()).toEqual(['accepted']);
});

test('given an operation that was accepted, performing it again asks nothing', async () => {
  const { engine, run } = await scene();
  await run();
  expect((await run()).kind).toBe('accepted');
  expect(engine.asked()).toBe(1);
});

test('given an answer that is lost after the write, it is found to have landed', async () => {
  const { engine, run } = await scene();
  engine.next('lost-after');
  expect((await run()).kind).toBe('accepted');
  expect(engine.accepted()).toBe(1);
  expect(engine.asked()).toBe(1);
});

test('given a request that is lost before the engine, the very same one is repeated', async () => {
  const { engine, run } = await scene();
  engine.next('lost-before');
  expect((await run()).kind).toBe('accepted');
  expect(engine.accepted()).toBe(1);
  expect(await states()).toEqual(['accepted']);
});

test('given a crash right before the call, the next start makes the one write', async () => {
  const { engine, run, job } = await scene();
  await crashed(job);
  expect((await run()).kind).toBe('accepted');
  expect(engine.accepted()).toBe(1);
});

test('given a crash right after the call, the next start writes nothing more', async () => {
  const { engine, run, job } = await scene();
  await crashed(job);
  await engine.writer.updateService({ id: 'redis-id', version: 10, spec: job.specs.target }, signal);
  expect((await run()).kind).toBe('accepted');
  expect(engine.accepted()).toBe(1);
  expect(engine.asked()).toBe(1);
});

test('given a crash before the call and a status write since, it is refused and never asked on a new base', async () => {
  const { engine, run, job } = await scene();
  await crashed(job);
  engine.change({ UpdateStatus: { State: 'completed' } });
  expect((await run()).kind).toBe('refused');
  expect(engine.asked()).toBe(0);
});

test("given somebody else's spec after a crash, what became of it is unknown, and stays so", async () => {
  const { engine, run, job } = await scene();
  await crashed(job);
  engine.change({ Spec: aSpec({ replicas: 9 }), PreviousSpec: base });
  expect((await run()).kind).toBe('unknown');
  expect((await run()).kind).toBe('unknown');
  expect(engine.asked()).toBe(0);
  expect(await states()).toEqual(['unknown']);
});

test('given a status write between look and call, it looks again and writes once on the same spec', async () => {
  const { engine, run } = await scene();
  engine.beforeWrite((asked) => {
    if (asked === 1) engine.change({ UpdateStatus: { State: 'completed' } });
  });
  expect((await run()).kind).toBe('accepted');
  expect(engine.accepted()).toBe(1);
  expect(await states()).toEqual(['refused', 'accepted']);
});

test('given another spec between look and call, nothing is written', async () => {
  const { engine, run } = await scene();
  engine.beforeWrite(() => engine.change({ Spec: aSpec({ replicas: 9 }) }));
  expect((await run()).kind).toBe('moved');
  expect(engine.accepted()).toBe(0);
});

test('given another spec before the look, the engine is not asked', async () => {
  const { engine, run } = await scene();
  engine.change({ Spec: aSpec({ replicas: 9 }) });
  expect(await run()).toEqual({ kind: 'moved', why: 'redis was changed in the meantime.' });
  expect(engine.asked()).toBe(0);
  expect(await states()).toEqual([]);
});

test("given a refusal, the engine's own words are kept", async () => {
  const { engine, run } = await scene();
  engine.next('refuse');
  expect(await run()).toEqual({ kind: 'refused', why: 'out of disk' });
  expect(await states()).toEqual(['refused']);
});

test('given a look that fails after a lost answer, it looks again before it says anything', async () => {
  const { engine, run } = await scene();
  engine.next('lost-after');
  engine.beforeWrite(() => engine.failLooks(3));
  expect((await run()).kind).toBe('accepted');
  expect(engine.accepted()).toBe(1);
});

test('given a refusal that answers a second copy of the request, the first one counts', async () => {
  const { engine, run } = await scene();
  engine.next('refuse-after');
  expect((await run()).kind).toBe('accepted');
  expect(engine.asked()).toBe(1);
  expect(await states()).toEqual(['accepted']);
});

test('given rights that are gone while the first request is under way, its landing is waited for', async () => {
  let asked = 0;
  const { engine, run, job } = await scene(() => {
    asked += 1;
    if (asked === 1) return Promise.resolve();
    void engine.writer.updateService({ id: 'redis-id', version: 10, spec: job.specs.target }, signal);
    return Promise.reject(new UserError('not-allowed', 'Not any more.'));
  });
  engine.next('lost-before');
  expect((await run()).kind).toBe('accepted');
  expect(engine.accepted()).toBe(1);
});

test('given rights that stay gone and a request that never lands, it is refused in the end', async () => {
  let asked = 0;
  const { engine, run } = await scene(() => {
    asked += 1;
    return asked === 1 ? Promise.resolve() : Promise.reject(new UserError('not-allowed', 'Not any more.'));
  });
  engine.next('lost-before');
  expect(await run()).toEqual({ kind: 'refused', why: 'Not any more.' });
  expect(engine.accepted()).toBe(0);
});

test("given an automatic rollback since, the target's tasks prove that it landed; without them it is unknown", async () => {
  const rolledBack = {
    PreviousSpec: null,
    UpdateStatus: { State: 'rollback_completed', StartedAt: '2026-11-02T13:00:00Z' },
  };
  const { engine, run, job } = await scene();
  await crashed(job);
  engine.change(rolledBack);
  expect((await run()).kind).toBe('unknown');
});

test('given a row that is open and a refused one with a later time, the open one is settled', async () => {
  const { engine, run, job } = await scene();
  await crashed(job);
  await store.attempts.begin({
    id: 'a0',
    planId: 'p1',
    seq: 0,
    operation: job.operation,
    state: 'begun',
    begunAt: 9,
    endedAt: null,
    words: '',
  });
  await store.attempts.end('a0', { state: 'refused', endedAt: 10, words: 'no' });
  await engine.writer.updateService({ id: 'redis-id', version: 10, spec: job.specs.target }, signal);
  expect((await run()).kind).toBe('accepted');
  expect(engine.asked()).toBe(1);
});

test('given rights that are gone, the engine is not asked', async () => {
  const { engine, run } = await scene(() => Promise.reject(new UserError('not-allowed', 'Not any more.')));
  await expect(run()).rejects.toThrow('Not any more.');
  expect(engine.asked()).toBe(0);
});

test('given an answer that is lost and an engine that stays silent, it ends as unknown', async () => {
  const { engine, run } = await scene();
  engine.next(...Array.from({ length: 200 }, () => 'lost-before' as const));
  expect(await run()).toEqual({ kind: 'unknown', why: 'The engine did not answer.' });
  expect(engine.accepted()).toBe(0);
});

async function scene(assertMayStill: Job['assertMayStill'] = () => Promise.resolve()) {
  const observed = aService({ Spec: base, Version: { Index: 10 } });
  const engine = fakeEngine(observed);
  const { plan, payloads } = makePlan(
    {
      title: 'Scale redis',
      changes: [],
      writes: [{ kind: 'service.update', observed, spec: aSpec({ replicas: 5 }) }],
      findings: [],
      digests: [],
      undo: { possible: true, why: '' },
      follow: true,
    },
    {
      id: 'p1',
      cluster: 'prod',
      command: 'service scale',
      args: {},
      changeable: true,
      requester: 'U1',
      origin: { channel: 'C1', kind: 'channel' },
      createdAt: 0,
      expiresAt: 1,
    },
  );
  const [operation] = plan.operations;
  const [payload] = payloads;
  if (operation === undefined || payload === undefined) throw new Error('one write makes one operation');
  await store.plans.add(plan);
  const job: Job = { planId: 'p1', seq: 0, operation, specs: payload.specs, assertMayStill };
  const tools = {
    swarm: engine.reader,
    writer: engine.writer,
    attempts: store.attempts,
    clock,
    ids: countedIds(),
  };
  return { engine, job, run: () => perform(tools, job, signal) };
}

/** The journal as a process leaves it that was killed between the row and the answer. */
async function crashed({ planId, seq, operation }: Job): Promise<void> {
  const row = {
    id: 'a1',
    planId,
    seq,
    operation,
    state: 'begun' as const,
    begunAt: 1,
    endedAt: null,
    words: '',
  };
  await store.attempts.begin(row);
}

async function states(): Promise<string[]> {
  return (await store.attempts.ofPlan('p1')).map(({ state }) => state);
}
