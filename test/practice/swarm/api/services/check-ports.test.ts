import { expect, test } from 'vitest';
import { ApiError } from '../../../../../src/practice/swarm/api/api.ts';
import { checkPorts } from '../../../../../src/practice/swarm/api/services/check-ports.ts';
import type { Port } from '../../../../../src/practice/swarm/state/spec.ts';
import { Store } from '../../../../../src/practice/swarm/state/store.ts';
import { steppedTimeline } from '../../../../../src/practice/swarm/time/timeline.ts';
import { serviceSpec } from '../swarm/asking.ts';

const port = (
  PublishedPort: number,
  PublishMode: Port['PublishMode'],
  Protocol: Port['Protocol'] = 'tcp',
): Port => ({
  Protocol,
  TargetPort: 80,
  ...(PublishedPort > 0 && { PublishedPort }),
  PublishMode,
});

test('a published port is one service’s on the mesh; on the nodes many can ask for it', () => {
  const store = new Store(steppedTimeline(0));
  store.write((tx) => {
    const make = (id: string, own: Port, held?: Port) =>
      tx.create('service', {
        id,
        spec: serviceSpec(`name-${id}`, [], { Ports: [own] }),
        ...(held && { endpoint: { ports: [held], virtualIPs: [] } }),
      });
    make('b', port(8080, 'ingress'));
    make('a', port(9090, 'host'));
    make('c', port(0, 'ingress'), port(30_000, 'ingress'));
  });
  const refusal = (spec: Parameters<typeof checkPorts>[1], id?: string): string | undefined => {
    try {
      checkPorts(store, spec, id);
      return undefined;
    } catch (error) {
      return error instanceof ApiError ? `${error.status} ${error.message}` : String(error);
    }
  };
  const conflict = (Ports: readonly Port[], id?: string) => refusal({ EndpointSpec: { Ports } }, id);
  expect([
    conflict([port(8080, 'ingress')]),
    conflict([port(8080, 'host')]),
    conflict([port(8080, 'ingress', 'udp')]),
    conflict([port(8080, 'ingress')], 'b'),
    conflict([port(9090, 'ingress'), port(8080, 'ingress')]),
    conflict([port(9090, 'host')]),
    conflict([port(30_000, 'ingress')]),
    conflict([port(0, 'ingress')]),
    refusal({}),
  ]).toEqual([
    "400 rpc error: code = InvalidArgument desc = port '8080' is already in use by service 'name-b' (b) as an ingress port",
    "400 rpc error: code = InvalidArgument desc = port '8080' is already in use by service 'name-b' (b) as an ingress port",
    undefined,
    undefined,
    "400 rpc error: code = InvalidArgument desc = port '9090' is already in use by service 'name-a' (a) as a host-published port",
    undefined,
    "400 rpc error: code = InvalidArgument desc = port '30000' is already in use by service 'name-c' (c) as an ingress port",
    undefined,
    undefined,
  ]);
});
