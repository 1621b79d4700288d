import type { NodeSpec } from '../../state/spec.ts';
import { ApiError } from '../api.ts';
import { omitEmpty } from '../omit-empty.ts';
import type { PostedNodeSpec } from './schema.ts';

const ROLES = ['worker', 'manager'] as const;
const AVAILABILITIES = ['active', 'pause', 'drain'] as const;

/**
 * What the engine keeps of a posted spec of a node (`moby daemon/cluster/convert/node.go`, NodeSpecToGRPC).
 * @throws ApiError 400 for a role or availability that there is not; neither has a default.
 */
export function convertNodeSpec({
  Name,
  Labels = {},
  Role = '',
  Availability = '',
}: PostedNodeSpec): NodeSpec {
  const role = ROLES.find((one) => one === Role.toLowerCase());
  if (role === undefined) throw new ApiError(400, `invalid Role: ${JSON.stringify(Role)}`);
  const availability = AVAILABILITIES.find((one) => one === Availability.toLowerCase());
  if (availability === undefined) {
    throw new ApiError(400, `invalid Availability: ${JSON.stringify(Availability)}`);
  }
  return { ...omitEmpty({ Name }), Labels, Role: role, Availability: availability };
}
