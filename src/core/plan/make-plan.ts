import { z } from 'zod';
import { specHash } from '../swarm/hash.ts';
import type { Service } from '../swarm/objects.ts';
import { PLAN_LABEL, ServiceSpec } from '../swarm/spec.ts';
import type { Draft, DraftWrite } from './draft.ts';
import type { Operation, Plan } from './plan.ts';

/** What is sealed for one operation: the spec to post, and the one it was planned against. Either may hold secrets. */
export const SealedSpecs = z.object({ target: ServiceSpec, base: ServiceSpec });
export type SealedSpecs = z.infer<typeof SealedSpecs>;

export type MadePlan = {
  readonly plan: Plan;
  /** To be sealed under the operation's payload id, before the plan is stored. */
  readonly payloads: readonly { readonly id: string; readonly specs: SealedSpecs }[];
};

type Context = Pick<
  Plan,
  'id' | 'cluster' | 'command' | 'args' | 'changeable' | 'requester' | 'origin' | 'createdAt' | 'expiresAt'
>;

/** A draft becomes a plan: it gets its id, its people and its times, and every spec in it goes out into a sealed payload. */
export function makePlan(draft: Draft, context: Context): MadePlan {
  const writes = draft.writes.map((write, index) => operationOf(write, context.id, index));
  const plan: Plan = {
    schema: 1,
    revision: 1,
    state: 'proposed',
    ...context,
    title: draft.title,
    targets: draft.writes.map(({ observed }) => ({
      kind: 'service',
      id: observed.ID,
      name: observed.Spec.Name,
      version: observed.Version.Index,
      specHash: specHash(observed.Spec),
    })),
    changes: [...draft.changes],
    operations: writes.map(({ operation }) => operation),
    findings: [...draft.findings],
    digests: [...draft.digests],
    undo: draft.undo,
    follow: draft.follow,
  };
  return { plan, payloads: writes.map(({ operation, specs }) => ({ id: operation.payload, specs })) };
}

function operationOf(write: DraftWrite, planId: string, index: number) {
  const { observed } = write;
  // The engine's own rollback ignores the body, so no label of ours could be written with it.
  const target = write.kind === 'service.update' ? labelled(write.spec, planId) : write.spec;
  const operation: Operation = {
    kind: write.kind,
    objectId: observed.ID,
    objectName: observed.Spec.Name,
    ...baseOf(observed),
    targetHash: specHash(target),
    payload: `${planId}.${index}`,
  };
  return { operation, specs: { target, base: observed.Spec } };
}

/** What an object was before a write, as far as it helps to tell afterwards whether the write happened. */
export function baseOf(
  service: Service,
): Pick<Operation, 'baseVersion' | 'baseHash' | 'basePreviousHash' | 'baseStartedAt'> {
  return {
    baseVersion: service.Version.Index,
    baseHash: specHash(service.Spec),
    basePreviousHash: service.PreviousSpec ? specHash(service.PreviousSpec) : null,
    baseStartedAt: service.UpdateStatus?.StartedAt ?? '',
  };
}

function labelled(spec: ServiceSpec, planId: string): ServiceSpec {
  return { ...spec, Labels: { ...spec.Labels, [PLAN_LABEL]: planId } };
}
