import type { Platform } from '../state/spec.ts';

/** What a container of an image does. Times are milliseconds. */
export type Behaviour = {
  /** How long a node that has not got the image yet pulls it. */
  readonly pull: number;
  /** From the start of the container until the task is `running`: the engine waits for a health check where there is one. */
  readonly healthyAfter: number;
  /** Ends by itself, so long after its start. Not healthy before: the task goes from `starting` to `failed`. */
  readonly exit?: { readonly after: number; readonly code: number };
  /** Turns unhealthy so long after its start; the engine then stops it, and the program's own code is `code`. */
  readonly unhealthy?: { readonly after: number; readonly code: number };
  /** How long it takes to end after SIGTERM, and the code; longer than the grace period it is killed (137). */
  readonly stop: { readonly takes: number; readonly code: number };
  /** What it writes, and when, from its start. */
  readonly log: readonly {
    readonly after: number;
    readonly stream: 'stdout' | 'stderr';
    readonly line: string;
  }[];
};

export type Image = {
  /** `sha256:` and 64 digits, always the same for the same reference. */
  readonly digest: string;
  readonly platforms: readonly Required<Platform>[];
  readonly behaviour: Behaviour;
  /** The programs on its path besides its own. Default: those of a small Linux. */
  readonly programs?: readonly string[];
};

/** What a registry says of a reference, or that it says nothing. */
export type LookUp =
  | { readonly kind: 'found'; readonly image: Image }
  | { readonly kind: 'missing' }
  /** Refused at once; no such host. */
  | { readonly kind: 'unreachable' }
  /** Never answers: the engine gives up after 15 s. */
  | { readonly kind: 'silent' };

/** All registries that the engines can reach. References come as the API has them: `redis:3.0.6`, `registry:5000/web:1@sha256:...`. */
export type Catalog = {
  readonly lookUp: (reference: string) => LookUp;
  /** From now on containers that start of this reference behave so; what is not said stays as it is. A new reference is added. */
  readonly script: (reference: string, behaviour: Partial<Behaviour>) => void;
  /** The reference is no longer (or not) in its registry. */
  readonly withdraw: (reference: string) => void;
};
