import type { Service, Task } from '../swarm/objects.ts';
import { timeOf } from '../swarm/time.ts';
import type { Rollout } from './rollout.ts';

/** An update that adds slots too makes their tasks a moment before its start is noted. */
const SLACK_MS = 2_000;

/** Keeps what tells failures from before the write, at the first sight of the service with the target spec. */
export function withWritten(rollout: Rollout, { Version, UpdatedAt, UpdateStatus }: Service): Rollout {
  if (rollout.state.written !== null) return rollout;
  const startedAt = UpdateStatus == null ? '' : (UpdateStatus.StartedAt ?? UpdatedAt);
  return { ...rollout, state: { ...rollout.state, written: { version: Version.Index, startedAt } } };
}

/**
 * Whether a failure is from before the write. The version that the write was asked against may be weeks old, and a scaled service
 * has old failures of the very same spec. All objects share one order of writes: the service's version as first seen tells most.
 * Only the engine's own status writes raise it after ours, so with a status the tasks up to it are told by when they were made,
 * both times by the managers' clocks.
 */
export function isFromBefore({ baseVersion, state: { written } }: Rollout, task: Task): boolean {
  if (task.Version.Index <= baseVersion) return true;
  if (written === null || task.Version.Index > written.version) return false;
  const began = timeOf(written.startedAt);
  const made = timeOf(task.CreatedAt);
  return began === null || (made !== null && made < began - SLACK_MS);
}
