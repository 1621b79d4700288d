import type { Attempt, Plan, PlanState } from '../plan/plan.ts';
import type { Rollout } from '../rollout/rollout.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import type { MessageRef } from './messenger.ts';

/** Plans, one row each. A plan's content never changes; its state does, guarded by its revision. */
export type PlanStore = {
  readonly add: (plan: Plan) => Promise<void>;
  readonly get: (id: string) => Promise<Plan | null>;
  /**
   * Moves a plan to another state if its revision still is the one given; answers the new plan, or null when somebody was
   * faster. This is what makes a second click harmless.
   */
  readonly move: (
    plan: Pick<Plan, 'id' | 'revision'>,
    to: PlanState,
    patch: Partial<Pick<Plan, 'card' | 'decidedBy' | 'decidedAt' | 'outcome' | 'replacedBy'>>,
  ) => Promise<Plan | null>;
  /** Remembers where the plan's card is; does not touch state or revision. */
  readonly setCard: (id: string, card: MessageRef) => Promise<void>;
  readonly inState: (state: PlanState) => Promise<Plan[]>;
  /** The plans decided at or after `since`, newest first, at most `most`. */
  readonly decidedSince: (since: number, most: number) => Promise<Plan[]>;
  /** Proposed plans whose time is over. */
  readonly expired: (now: number) => Promise<Plan[]>;
};

/** One row before each call to the engine: what is about to be asked, so that a crash can be told apart from a refusal. */
export type AttemptStore = {
  readonly begin: (attempt: Attempt) => Promise<void>;
  readonly end: (id: string, outcome: Pick<Attempt, 'state' | 'endedAt' | 'words'>) => Promise<void>;
  readonly ofPlan: (planId: string) => Promise<Attempt[]>;
};

/** Rollouts that are followed, and the ones that were. */
export type RolloutStore = {
  readonly add: (rollout: Rollout) => Promise<void>;
  readonly save: (rollout: Rollout) => Promise<void>;
  readonly ofPlan: (planId: string) => Promise<Rollout[]>;
  /** Not ended yet. */
  readonly active: (cluster: string) => Promise<Rollout[]>;
};

/** A change that Waggle made to a service: what was there before, and the fingerprint of what it wrote. */
export type Release = {
  readonly planId: string;
  readonly cluster: string;
  readonly serviceId: string;
  readonly at: number;
  readonly requester: string;
  readonly command: string; // docker's words of the change, e.g. `service update`
  readonly before: ServiceSpec;
  readonly beforeHash: string;
  readonly afterHash: string;
};
export type ReleaseStore = {
  /** The spec goes into the sealed payload, never into a plain column. */
  readonly add: (release: Release) => Promise<void>;
  /** The latest that Waggle made to this service, or null. Null too when its sealed spec cannot be opened any more. */
  readonly latest: (cluster: string, serviceId: string) => Promise<Release | null>;
};

/** Secret content, encrypted at rest, gone after `expiresAt`. */
export type Vault = {
  readonly seal: (id: string, content: string, expiresAt: number) => Promise<void>;
  /** Null when it expired, was dropped, or was sealed with another key. */
  readonly open: (id: string) => Promise<string | null>;
  readonly drop: (id: string) => Promise<void>;
};

/** Deliveries seen, so that one that comes again is told apart. */
export type DeliveryStore = {
  /** True the first time this id is seen, false ever after (ids are kept for a day). */
  readonly first: (id: string) => Promise<boolean>;
};

export type Store = {
  readonly plans: PlanStore;
  readonly attempts: AttemptStore;
  readonly rollouts: RolloutStore;
  readonly releases: ReleaseStore;
  readonly vault: Vault;
  readonly deliveries: DeliveryStore;
  /** Deletes what has expired: sealed payloads, old deliveries. */
  readonly prune: (now: number) => Promise<void>;
  readonly close: () => Promise<void>;
};
