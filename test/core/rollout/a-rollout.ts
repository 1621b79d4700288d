import { newRolloutState } from '../../../src/core/rollout/new-state.ts';
import type { Observation } from '../../../src/core/rollout/observation.ts';
import type { Rollout, RolloutState } from '../../../src/core/rollout/rollout.ts';
import { bareHash, specHash } from '../../../src/core/swarm/hash.ts';
import type { Service, Task } from '../../../src/core/swarm/objects.ts';
import { PLAN_LABEL, type ServiceSpec } from '../../../src/core/swarm/spec.ts';
import { aService, aSpec, aTask, digestOf, NOON } from '../../support/builders/index.ts';

export const OLD_IMAGE = `redis:3.0.5@${digestOf('5')}`;
export const NEW_IMAGE = `redis:3.0.6@${digestOf('6')}`;
export const SETTINGS = { stuckAfterMs: 120_000, settleMs: 30_000 };

export const BASE = aSpec({ image: OLD_IMAGE, replicas: 2 });
export const TARGET = labelled(aSpec({ image: NEW_IMAGE, replicas: 2 }), 'plan1');

export function labelled(spec: ServiceSpec, plan: string): ServiceSpec {
  return { ...spec, Labels: { ...spec.Labels, [PLAN_LABEL]: plan } };
}

/** redis 3.0.5 -> 3.0.6 on two slots, monitor 5 s, written against version 10 at noon. */
export function aRollout(over: Partial<Rollout> = {}, state: Partial<RolloutState> = {}): Rollout {
  return {
    id: 'plan1.redis-id',
    planId: 'plan1',
    cluster: 'prod',
    serviceId: 'redis-id',
    serviceName: 'redis',
    kind: 'update',
    title: 'redis:3.0.5 -> redis:3.0.6',
    requester: 'UANA',
    confirmedBy: 'UANA',
    baseVersion: 10,
    baseHash: specHash(BASE),
    baseStartedAt: '',
    targetHash: specHash(TARGET),
    baseBareHash: bareHash(BASE),
    parallelism: 1,
    delayMs: 0,
    monitorMs: 5_000,
    origin: { channel: 'C1', thread: '1.1', kind: 'channel' },
    message: null,
    startedAt: NOON,
    endedAt: null,
    announced: 'none',
    state: { ...newRolloutState(NOON, 2), ...state },
    ...over,
  };
}

/** The service with the new spec. `status` is UpdateStatus.State, null for none. */
export function serviceOn(
  spec: ServiceSpec,
  status: string | null,
  over: Partial<Service> & { readonly message?: string } = {},
): Service {
  const { message = '', ...rest } = over;
  return aService({
    Version: { Index: 12 },
    PreviousSpec: BASE,
    ...(status === null ? {} : { UpdateStatus: { State: status, Message: message } }),
    ...rest,
    Spec: spec,
  });
}

/** A task of slot 1.. on its node, made of the new spec unless told otherwise. */
export function newTask(slot: number, over: Partial<Task> = {}, status: Partial<Task['Status']> = {}): Task {
  return aTask(
    { ID: `new-${slot}`, Slot: slot, Version: { Index: 20 }, Spec: TARGET.TaskTemplate, ...over },
    status,
  );
}

export function oldTask(slot: number, over: Partial<Task> = {}, status: Partial<Task['Status']> = {}): Task {
  return newTask(
    slot,
    { ID: `old-${slot}`, Version: { Index: 5 }, Spec: BASE.TaskTemplate, ...over },
    status,
  );
}

export const NODES = new Map(
  ['node1', 'node2', 'node3'].map((hostname) => [`${hostname}-id`, { hostname, down: false }]),
);

/** A look some seconds after noon. Absent `shut` and `upToDate` were not asked. */
export function seenAt(seconds: number, over: Partial<Observation> = {}): Observation {
  return {
    at: NOON + seconds * 1_000,
    service: serviceOn(TARGET, 'updating'),
    tasks: [],
    removing: [],
    nodes: NODES,
    ...over,
  };
}

/** A look in which everything was asked, and the engine calls the given new tasks up to date. */
export function fullySeenAt(seconds: number, over: Partial<Observation> = {}): Observation {
  const seen = seenAt(seconds, over);
  const upToDate = new Set(seen.tasks.filter(({ ID }) => ID.startsWith('new')).map(({ ID }) => ID));
  return { shut: [], upToDate, ...seen };
}
