import type { ImageLookup } from '../ports/swarm.ts';
import type { Service } from '../swarm/objects.ts';
import type { EffectivePace } from '../swarm/pace.ts';
import type { Replaced } from '../swarm/replaced-tasks.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import type { Finding } from './plan.ts';

/** One service's change, as the rules look at it. */
export type Change = {
  readonly observed: Service;
  readonly target: ServiceSpec;
  /** By this write, or by the rollout under way that it takes over. */
  readonly replaced: Replaced;
  readonly pace: EffectivePace;
  /** What the registry said of an image that was asked for. */
  readonly asked?: { readonly image: string; readonly lookup: ImageLookup };
  readonly rollback: boolean;
};

/** A rule: a finding with its reason, or nothing to say. Pure. */
export type Rule = (change: Change) => Finding | null;
