import type { ClaimId } from './claims.ts';
import type { Stage } from './stage.ts';

/** Something that is done to a swarm, and what is worth knowing of what came of it. */
export type Scenario = {
  /** Names its recording, `recordings/<name>.json`, and, as a prefix, the objects that it makes. Lower case and dashes. */
  readonly name: string;
  /** What it bears witness to. */
  readonly claims: readonly ClaimId[];
  /** A swarm of its own, for what others must not be disturbed by. Default: three nodes, one manager, shared. */
  readonly own?: { readonly nodes: number; readonly managers: number };
  readonly play: (stage: Stage) => Promise<void>;
};

/** What was seen when a scenario was played, in a form that two plays can share. */
export type Recording = {
  readonly scenario: string;
  /** Which engine it was recorded on, as GET /version says. */
  readonly engine: { readonly Version: string; readonly ApiVersion: string };
  /** In the order in which the scenario stated them. Ids, times and versions are replaced by names for them. */
  readonly facts: readonly { readonly what: string; readonly value: unknown }[];
  /** Seconds. Compared within a tolerance. */
  readonly times: readonly { readonly what: string; readonly seconds: number }[];
};
