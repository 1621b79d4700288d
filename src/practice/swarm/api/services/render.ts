import type { Endpoint, Service, UpdateStatus } from '../../state/objects.ts';
import type { ServiceSpec } from '../../state/spec.ts';
import { rfc3339Nano } from '../../time/rfc3339.ts';
import { omitEmpty } from '../omit-empty.ts';
import { renderMeta } from '../render-meta.ts';

export type ServiceStatus = {
  readonly RunningTasks: number;
  readonly DesiredTasks: number;
  readonly CompletedTasks: number;
};

/** A service as the API of 1.41 writes it (`moby api/types/swarm/service.go`); its fields come in the order of Go's. */
export function renderService(
  service: Service,
  spec: ServiceSpec = service.spec,
  status?: ServiceStatus,
): object {
  return {
    ...renderMeta(service),
    Spec: spec,
    ...(service.previousSpec && { PreviousSpec: service.previousSpec }),
    Endpoint: renderEndpoint(service.endpoint),
    ...(service.updateStatus && { UpdateStatus: renderUpdateStatus(service.updateStatus) }),
    ...(status && { ServiceStatus: status }),
  };
}

function renderEndpoint(endpoint: Endpoint | undefined): object {
  if (endpoint === undefined) return { Spec: {} };
  return {
    Spec: endpoint.spec ?? {},
    ...omitEmpty({
      Ports: endpoint.ports,
      VirtualIPs: endpoint.virtualIPs.map(({ networkId, address }) =>
        omitEmpty({ NetworkID: networkId, Addr: address }),
      ),
    }),
  };
}

function renderUpdateStatus({ state, startedAt, completedAt, message }: UpdateStatus): object {
  return {
    State: state,
    ...omitEmpty({
      StartedAt: startedAt === undefined ? undefined : rfc3339Nano(startedAt),
      CompletedAt: completedAt === undefined ? undefined : rfc3339Nano(completedAt),
      Message: message,
    }),
  };
}
