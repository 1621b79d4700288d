import { describe, expect, it } from 'vitest';
import { isTaskDirty } from '../../../../../src/practice/swarm/manager/orchestrator/dirty.ts';
import type { Service, Task } from '../../../../../src/practice/swarm/state/objects.ts';
import type { ServiceSpec } from '../../../../../src/practice/swarm/state/spec.ts';
import { makeBench, replicated, template } from './bench.ts';

/** A service and the task that was made for it. */
function made(spec: ServiceSpec): { readonly service: Service; readonly task: Task } {
  const bench = makeBench({ nodes: 1 });
  bench.create(spec);
  const [task] = bench.tasks();
  if (task === undefined) throw new Error('no task');
  return { service: bench.service(), task };
}

const spec = replicated(1, template('one'));
const ports = [{ Protocol: 'tcp', TargetPort: 80, PublishMode: 'ingress' }] as const;

describe('a task', () => {
  it('is clean while it has the version of its service, whatever they say', () => {
    const { service, task } = made(spec);
    const other = { ...service, spec: replicated(1, template('two')) };
    expect(isTaskDirty(other, task, undefined)).toBe(false);
    expect(isTaskDirty({ ...other, specVersion: 9 }, task, undefined)).toBe(true);
  });

  it('is clean under another version that says the same', () => {
    const { service, task } = made(spec);
    const again = { ...service, spec: structuredClone(spec), specVersion: 9 };
    expect(isTaskDirty(again, task, undefined)).toBe(false);
  });

  it('is dirty when its service publishes something else', () => {
    const { service, task } = made({ ...spec, EndpointSpec: { Mode: 'vip' } });
    const published = { ...spec, EndpointSpec: { Mode: 'vip', Ports: ports } as const };
    expect(isTaskDirty({ ...service, spec: published, specVersion: 9 }, task, undefined)).toBe(true);
  });
});
