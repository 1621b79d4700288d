import type { Meta } from '../state/objects.ts';
import { rfc3339Nano } from '../time/rfc3339.ts';

/** What every object of the swarm begins with (`moby api/types/swarm/common.go`, Meta). */
export function renderMeta({ id, version, createdAt, updatedAt }: Meta): object {
  return {
    ID: id,
    Version: { Index: version },
    CreatedAt: rfc3339Nano(createdAt),
    UpdatedAt: rfc3339Nano(updatedAt),
  };
}
