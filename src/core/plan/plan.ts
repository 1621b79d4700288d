import { z } from 'zod';
import { MessageRef, Place } from '../ports/messenger.ts';
import { FieldChange } from '../swarm/diff.ts';

/** A plan is data: what would be done, to which object at which version, and why that is risky. It is stored before it is shown. */

export const Finding = z.object({
  code: z.string(), // kebab-case, stable
  level: z.enum(['info', 'warning', 'danger']),
  text: z.string(), // what, and why it matters
});
export type Finding = z.infer<typeof Finding>;

/** The object planned against, as it was. */
export const Target = z.object({
  kind: z.literal('service'),
  id: z.string(),
  name: z.string(),
  version: z.int(),
  specHash: z.string(),
});
export type Target = z.infer<typeof Target>;

/**
 * One call to the engine, whole but for what may be secret: the spec to post is a sealed payload.
 * `baseHash`, `basePreviousHash` and `baseStartedAt` say what the object was, so that a lost answer can be classified.
 */
export const Operation = z.object({
  kind: z.enum(['service.update', 'service.rollback']),
  objectId: z.string(),
  objectName: z.string(),
  baseVersion: z.int(),
  baseHash: z.string(),
  basePreviousHash: z.string().nullable(),
  baseStartedAt: z.string(), // of its UpdateStatus, or ''
  targetHash: z.string(),
  payload: z.string(), // id in the vault
});
export type Operation = z.infer<typeof Operation>;

export const PlanState = z.enum([
  'proposed', // shown, waiting for a decision
  'executing', // claimed: the one execution is under way, or was when the bot ended
  'done', // every operation was accepted by the engine
  'failed', // the engine refused, nothing or not everything was done: see outcome
  'unknown', // it cannot be told whether the engine did it: see outcome
  'void', // what it was planned against has moved; nothing ran
  'cancelled',
  'replaced', // changed by its requester; another plan took its place
  'expired',
]);
export type PlanState = z.infer<typeof PlanState>;

export const Plan = z.object({
  schema: z.literal(1),
  id: z.string(),
  revision: z.int(),
  state: PlanState,
  cluster: z.string(),
  /** docker's words, e.g. `service update`; and the typed arguments, kept for planning again only. */
  command: z.string(),
  args: z.record(z.string(), z.union([z.string(), z.array(z.string()), z.boolean()])),
  title: z.string(), // "Update redis to redis:3.0.6"
  requester: z.string(),
  origin: Place,
  createdAt: z.int(),
  expiresAt: z.int(),
  targets: z.array(Target),
  changes: z.array(FieldChange),
  operations: z.array(Operation),
  findings: z.array(Finding),
  digests: z.array(z.object({ image: z.string(), digest: z.string() })),
  undo: z.object({ possible: z.boolean(), why: z.string() }),
  /** Its arguments can be changed in a form. */
  changeable: z.boolean(),
  /** Follow the rollout in the thread (false: `--detach`). */
  follow: z.boolean(),
  card: MessageRef.optional(),
  decidedBy: z.string().optional(),
  decidedAt: z.int().optional(),
  outcome: z.string().optional(),
  replacedBy: z.string().optional(),
});
export type Plan = z.infer<typeof Plan>;

/** The journal row of one call to the engine. */
export const Attempt = z.object({
  id: z.string(),
  planId: z.string(),
  seq: z.int(),
  operation: Operation,
  state: z.enum(['begun', 'accepted', 'refused', 'unknown']),
  begunAt: z.int(),
  endedAt: z.int().nullable(),
  words: z.string(), // the engine's own, when it refused
});
export type Attempt = z.infer<typeof Attempt>;
