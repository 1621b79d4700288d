import type { EndpointSpec, Port, ServiceMode, ServiceSpec, UpdateConfig } from '../../state/spec.ts';
import { ApiError } from '../api.ts';
import { convertContainer } from './convert-container.ts';
import { convertNetworks, convertTask } from './convert-task.ts';
import { omitEmpty } from '../omit-empty.ts';
import type { PostedPort, PostedSpec, PostedUpdateConfig } from './schema.ts';

export type ModeName = 'replicated' | 'global' | 'replicated-job' | 'global-job';

export type Converted =
  /** Jobs are known, so that they are refused in the engine's words; `spec.Mode` says nothing of one. */
  | { readonly kind: 'container'; readonly spec: ServiceSpec; readonly mode: ModeName }
  | { readonly kind: 'plugin' };

/**
 * Makes of a posted spec what the engine keeps and returns (`moby daemon/cluster/convert/service.go`, to swarmkit and back): defaults
 * are filled in, empty values gone. `randomName` names a service that came without a name.
 * @throws ApiError 400 for what swarmkit's spec cannot express. The order of the checks is moby's.
 */
export function convertSpec(posted: PostedSpec, randomName: () => string): Converted {
  const Name = posted.Name === undefined || posted.Name === '' ? randomName() : posted.Name;
  const task = posted.TaskTemplate ?? {};
  switch (task.Runtime ?? '') {
    case '':
    case 'container':
      break;
    case 'plugin':
      if (task.PluginSpec === undefined) throw mismatched();
      if (posted.Mode?.Replicated !== undefined) {
        throw new ApiError(400, 'plugins must not use replicated mode');
      }
      return { kind: 'plugin' };
    default:
      throw new ApiError(400, 'unsupported runtime');
  }
  if (task.ContainerSpec === undefined) throw mismatched();
  const container = convertContainer(task.ContainerSpec);
  const TaskTemplate = convertTask(task, container);
  const UpdateConfig = posted.UpdateConfig && convertUpdateConfig(posted.UpdateConfig);
  const RollbackConfig = posted.RollbackConfig && convertUpdateConfig(posted.RollbackConfig);
  const EndpointSpec = posted.EndpointSpec && convertEndpoint(posted.EndpointSpec);
  const { name, mode } = convertMode(posted.Mode ?? {});
  return {
    kind: 'container',
    mode: name,
    spec: {
      Name,
      Labels: posted.Labels ?? {},
      TaskTemplate,
      Mode: mode,
      ...omitEmpty({
        UpdateConfig,
        RollbackConfig,
        Networks: convertNetworks(posted.Networks),
        EndpointSpec,
      }),
    },
  };
}

const mismatched = (): ApiError => new ApiError(400, 'mismatched Runtime and *Spec fields');

const FAILURE_ACTIONS = ['pause', 'continue', 'rollback'] as const;
const ORDERS = ['stop-first', 'start-first'] as const;

function convertUpdateConfig(posted: PostedUpdateConfig): UpdateConfig {
  const action = FAILURE_ACTIONS.find((one) => one === (posted.FailureAction || 'pause'));
  if (action === undefined) {
    throw new ApiError(400, `unrecognized update failure action ${posted.FailureAction}`);
  }
  const order = ORDERS.find((one) => one === (posted.Order || 'stop-first'));
  if (order === undefined) throw new ApiError(400, `unrecognized update order ${posted.Order}`);
  return {
    Parallelism: posted.Parallelism ?? 0,
    ...omitEmpty({ Delay: posted.Delay }),
    FailureAction: action,
    ...omitEmpty({ Monitor: posted.Monitor }),
    MaxFailureRatio: posted.MaxFailureRatio ?? 0,
    Order: order,
  };
}

function convertEndpoint(posted: NonNullable<PostedSpec['EndpointSpec']>): EndpointSpec {
  const mode = posted.Mode || 'vip';
  if (mode !== 'vip' && mode !== 'dnsrr') throw new ApiError(400, `invalid resolution mode: "${mode}"`);
  return { Mode: mode, ...omitEmpty({ Ports: posted.Ports?.map(convertPort) }) };
}

const PROTOCOLS = ['tcp', 'udp', 'sctp'] as const;
const PUBLISH_MODES = ['ingress', 'host'] as const;

/** Unknown protocols and modes are taken for the first of their kind, as Go's maps give zero. */
function convertPort(posted: PostedPort): Port {
  const { Name, TargetPort, PublishedPort } = posted;
  return {
    ...omitEmpty({ Name }),
    Protocol: PROTOCOLS.find((one) => one === posted.Protocol?.toLowerCase()) ?? 'tcp',
    // the engine takes a port without a target, and leaves the zero out
    ...(omitEmpty({ TargetPort, PublishedPort }) as { TargetPort: number; PublishedPort?: number }),
    PublishMode: PUBLISH_MODES.find((one) => one === posted.PublishMode?.toLowerCase()) ?? 'ingress',
  };
}

function convertMode(posted: NonNullable<PostedSpec['Mode']>): {
  readonly name: ModeName;
  readonly mode: ServiceMode;
} {
  if (Object.keys(posted).length > 1) throw new ApiError(400, 'must specify only one service mode');
  const replicated = (Replicas: number) => ({ Replicated: { Replicas } });
  if (posted.Global !== undefined) return { name: 'global', mode: { Global: {} } };
  if (posted.GlobalJob !== undefined) return { name: 'global-job', mode: { Global: {} } };
  if (posted.ReplicatedJob !== undefined) return { name: 'replicated-job', mode: replicated(0) };
  return { name: 'replicated', mode: replicated(posted.Replicated?.Replicas ?? 1) };
}
