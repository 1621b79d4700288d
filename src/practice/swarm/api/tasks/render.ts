import type { Network, Task, TaskStatus } from '../../state/objects.ts';
import type { TaskTemplate } from '../../state/spec.ts';
import type { Store } from '../../state/store.ts';
import { rfc3339Nano } from '../../time/rfc3339.ts';
import { renderAttachedNetwork } from '../networks/render.ts';
import { omitEmpty } from '../omit-empty.ts';
import { renderMeta } from '../render-meta.ts';

/** A task as the API of 1.41 writes it (`moby api/types/swarm/task.go`); its fields come in the order of Go's. */
export function renderTask(store: Store, task: Task): object {
  return {
    ...renderMeta(task),
    // a task has no name and no labels of its own
    Labels: {},
    Spec: specOf(task.spec),
    ...omitEmpty({ ServiceID: task.serviceId, Slot: task.slot, NodeID: task.nodeId }),
    Status: renderStatus(task.status),
    DesiredState: task.desiredState,
    ...omitEmpty({ NetworksAttachments: attachmentsOf(store, task) }),
  };
}

function renderStatus({ timestamp, state, message, err, container, ports = [] }: TaskStatus): object {
  return {
    Timestamp: rfc3339Nano(timestamp),
    State: state,
    ...omitEmpty({ Message: message, Err: err }),
    ...(container && {
      ContainerStatus: { ContainerID: container.id, PID: container.pid, ExitCode: container.exitCode },
    }),
    PortStatus: omitEmpty({ Ports: ports }),
  };
}

function attachmentsOf(store: Store, { networks = [] }: Task): readonly object[] {
  return networks.flatMap(({ networkId, addresses }) => {
    const network = store.networks.get(networkId);
    return network === undefined
      ? []
      : [{ Network: attachedNetwork(network), ...omitEmpty({ Addresses: addresses }) }];
  });
}

/** Lists have thousands of tasks, and few specs and networks. */
const specs = new WeakMap<TaskTemplate, object>();
const networks = new WeakMap<Network, object>();

/** The spec of a task has no runtime, other than that of its service. */
function specOf(template: TaskTemplate): object {
  const known = specs.get(template);
  if (known !== undefined) return known;
  const { Runtime: _, ...spec } = template;
  specs.set(template, spec);
  return spec;
}

function attachedNetwork(network: Network): object {
  const known = networks.get(network);
  if (known !== undefined) return known;
  const rendered = renderAttachedNetwork(network);
  networks.set(network, rendered);
  return rendered;
}
