import type { Task } from '../../../../../src/practice/swarm/state/objects.ts';
import type { EndpointSpec, Port } from '../../../../../src/practice/swarm/state/spec.ts';
import { asking, serviceSpec } from '../../api/swarm/asking.ts';

export const open = (TargetPort: number): Port => ({ Protocol: 'tcp', TargetPort, PublishMode: 'ingress' });
export const published = (TargetPort: number, PublishedPort: number): Port => ({
  Protocol: 'tcp',
  TargetPort,
  PublishedPort,
  PublishMode: 'ingress',
});
export const vip = (...Ports: readonly Port[]): EndpointSpec => ({ Mode: 'vip', Ports });

/** A swarm in which only the allocator runs; what is made is seen to at once. */
export const begin = () => {
  const { store, timeline } = asking([]);
  const named = (name: string): string => store.networks.find(`name:${name}`)[0]?.id ?? '';
  const network = (name: string, subnet?: string): void => {
    const plain = {
      attachable: false,
      ingress: false,
      internal: false,
      enableIPv6: false,
      driver: 'overlay',
    };
    const ipam = { configs: subnet === undefined ? [] : [{ subnet }] };
    store.write((tx) => tx.create('network', { id: name, name, ...plain, ipam }));
    timeline.advance(10);
  };
  const service = (id: string, networks: readonly string[] = [], endpoint?: EndpointSpec): void => {
    const spec = serviceSpec(id, networks, endpoint);
    const exists = store.services.get(id) !== undefined;
    store.write((tx) => (exists ? tx.update('service', id, { spec }) : tx.create('service', { id, spec })));
    timeline.advance(10);
  };
  /** Makes new tasks and lets them be seen to. */
  const tasks = (serviceId: string, ...ids: readonly string[]): void => {
    const spec = store.services.get(serviceId)?.spec.TaskTemplate;
    if (spec === undefined) throw new Error('no such service');
    const status: Task['status'] = { state: 'new', timestamp: timeline.now(), message: 'created' };
    const task = {
      serviceId,
      slot: 1,
      nodeId: '',
      spec,
      desiredState: 'running',
      status,
      labels: {},
    } as const;
    store.write((tx) => {
      for (const id of ids) tx.create('task', { id, ...task });
    });
    timeline.advance(10);
  };
  const state = (id: string, to: Task['status']['state']): void => {
    const task = store.tasks.get(id);
    if (task === undefined) throw new Error('no such task');
    store.write((tx) => tx.update('task', id, { status: { ...task.status, state: to } }));
    timeline.advance(10);
  };
  const addresses = (id: string) =>
    store.tasks.get(id)?.networks?.map((one) => [one.networkId, ...one.addresses]) ??
    store.tasks.get(id)?.status.state;
  const endpoint = (id: string) => store.services.get(id)?.endpoint;
  return { store, timeline, named, network, service, tasks, state, addresses, endpoint };
};
