import { z } from 'zod';
import { MessageRef, Place } from '../ports/messenger.ts';
import { TaskState } from '../swarm/objects.ts';

/** How a rollout ended. `stuck` is no end: it stays watched. */
export const RolloutEnd = z.enum([
  'succeeded',
  'failed', // the engine called it complete, or goes on, but tasks keep failing
  'paused', // by the engine, after failures
  'rolled-back', // by the engine, after failures
  'rolled-back-by-hand',
  'superseded', // another change to the same service took its place
  'removed',
]);
export type RolloutEnd = z.infer<typeof RolloutEnd>;

/** One slot of a replicated service, or one node of a global one, as last seen. */
export const SlotView = z.object({
  key: z.string(), // slot number, or node id
  label: z.string(), // "1", or the node's name for a global service
  taskId: z.string(),
  node: z.string(), // hostname; '' while not placed
  state: TaskState,
  since: z.int(), // epoch ms of the task's state
  updated: z.boolean(), // is the task of the new spec
  image: z.string(),
  words: z.string(), // why it waits or failed, in the engine's own words, untruncated
});
export type SlotView = z.infer<typeof SlotView>;

/** A failure of a task of the new spec. */
export const TaskFailure = z.object({
  taskId: z.string(),
  /** The task's place in the store's order of writes: what of two things came first is known by it, not by clocks. */
  version: z.int(),
  slot: z.string(),
  node: z.string(),
  state: z.enum(['failed', 'rejected', 'complete']), // `complete`: it ended by itself, with code 0
  words: z.string(),
  exitCode: z.int().nullable(),
  at: z.int(),
});
export type TaskFailure = z.infer<typeof TaskFailure>;

/** A task that is told to end, but still runs. */
export const LeavingTask = z.object({
  taskId: z.string(),
  label: z.string(), // as a slot's
  node: z.string(),
  image: z.string(),
  since: z.int(), // when it was told, epoch ms
  desired: z.enum(['shutdown', 'remove']),
  graceMs: z.int(), // how long it may take, before it is killed
});
export type LeavingTask = z.infer<typeof LeavingTask>;

/** The spec from before is back. */
export const Return = z.object({
  by: z.enum(['engine', 'hand']),
  words: z.string(), // the engine's, when it went back by itself
});
export type Return = z.infer<typeof Return>;

/** What the fold remembers. Plain data: it is stored, and read again after a restart. */
export const RolloutState = z.object({
  phase: z.enum([
    'starting', // written, nothing seen yet
    'updating',
    'stuck',
    'rolling-back', // the spec from before is back, its tasks do not all run yet
    'settling', // all running on the new spec: watched until it is stable
    'ended',
  ]),
  end: RolloutEnd.nullable(),
  slots: z.array(SlotView),
  leaving: z.array(LeavingTask),
  /** Tasks that run, and shall, but are not of the spec that the service has now, by image. */
  old: z.array(z.object({ image: z.string(), count: z.int() })),
  desired: z.int(),
  updated: z.int(), // running, on the spec that the service has now
  /** The most that `updated` has been: a crash loop that comes and goes is no progress. */
  best: z.int(),
  failures: z.array(TaskFailure),
  reason: z.string(), // engine's message, or why it is stuck; '' when there is none
  engineState: z.string(), // UpdateStatus.State as last seen, '' when null
  lastProgressAt: z.int(),
  settlingSince: z.int().nullable(),
  observedAt: z.int(),
  /** Set once the service was seen with the target spec. */
  seenTarget: z.boolean(),
  /** The service as first seen with the target spec: what failed before the write is told from it. */
  written: z
    .object({
      version: z.int(),
      startedAt: z.string(), // of the engine's update, by its clock; '' while it has begun none
    })
    .nullable()
    .default(null),
  /** The version from which on a failure is one after the engine called it completed (or, without a status, after all ran). */
  calmVersion: z.int().nullable(),
  /** Task specs do not tell new tasks from old ones here (a change of ports): the engine is asked each round. */
  askEngine: z.boolean(),
  back: Return.nullable(),
  /** The plan of Waggle's that took its place or took it back; '' when there is none. */
  byPlan: z.string(),
  taskMs: z.array(z.int()), // how long finished slots took, for the estimate
});
export type RolloutState = z.infer<typeof RolloutState>;

/** A rollout that is followed in one message. */
export const Rollout = z.object({
  /** `<plan id>.<service id>`: a plan may write several services, each followed in a message of its own. */
  id: z.string(),
  planId: z.string(),
  cluster: z.string(),
  serviceId: z.string(),
  serviceName: z.string(),
  kind: z.enum(['update', 'scale', 'rollback']),
  title: z.string(), // "redis:3.0.5 -> redis:3.0.6", "3 -> 5 replicas"
  requester: z.string(),
  confirmedBy: z.string(),
  /** The service's version that the write was asked against: failures up to it are older than the rollout. */
  baseVersion: z.int(),
  baseHash: z.string(),
  /** StartedAt of the UpdateStatus before the write, '' for none: the engine shows that status for a moment longer. */
  baseStartedAt: z.string(),
  targetHash: z.string(),
  /** The hashes without Waggle's own label, to know the old spec when somebody else puts it back. */
  baseBareHash: z.string(),
  parallelism: z.int(), // 0: all at once
  delayMs: z.int(),
  monitorMs: z.int(),
  origin: Place,
  message: MessageRef.nullable(),
  startedAt: z.int(),
  /** Set when all has been told: until then it is active, ended or not (`state.end`). The value is the end itself. */
  endedAt: z.int().nullable(),
  /** The reply that mentions the requester was posted, so that a restart does not post it again. */
  announced: z.enum(['none', 'stuck', 'ended']),
  state: RolloutState,
});
export type Rollout = z.infer<typeof Rollout>;
