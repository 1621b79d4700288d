import type { FieldChange } from '../swarm/diff.ts';
import type { Service } from '../swarm/objects.ts';
import type { ServiceSpec } from '../swarm/spec.ts';
import type { Finding } from './plan.ts';

/** What a change command yields: the change itself. `app` adds id, time and requester, seals the specs, and makes it a Plan. */
export type Draft = {
  readonly title: string;
  readonly changes: readonly FieldChange[];
  readonly writes: readonly DraftWrite[];
  readonly findings: readonly Finding[];
  readonly digests: readonly { readonly image: string; readonly digest: string }[];
  readonly undo: { readonly possible: boolean; readonly why: string };
  readonly follow: boolean;
};

/** One service to write: as it was observed, and as it shall be (without Waggle's own label). */
export type DraftWrite = {
  readonly kind: 'service.update' | 'service.rollback';
  readonly observed: Service;
  readonly spec: ServiceSpec;
};
