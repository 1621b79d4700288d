import { describe, expect, test } from 'vitest';
import { diffSpecs } from '../../../src/core/swarm/diff.ts';
import { PLAN_LABEL, type ServiceSpec } from '../../../src/core/swarm/spec.ts';
import { aSpec, digestOf } from '../../support/builders/index.ts';

function withContainer(fields: Record<string, unknown>): ServiceSpec {
  const spec = aSpec();
  const ContainerSpec = { ...spec.TaskTemplate.ContainerSpec, ...fields };
  return { ...spec, TaskTemplate: { ...spec.TaskTemplate, ContainerSpec } };
}

describe('diffSpecs', () => {
  test('of the same spec is empty', () => {
    expect(diffSpecs(aSpec(), aSpec())).toEqual([]);
  });

  test('speaks in docker’s flag words, image and replicas first, digests cut to twelve digits', () => {
    const before = aSpec();
    const after = aSpec({
      image: `redis:3.0.6@${digestOf('1a2b3c4d5e6f')}`,
      replicas: 5,
      with: { UpdateConfig: { ...before.UpdateConfig, Delay: 90_000_000_000, Parallelism: 2 } },
    });

    expect(diffSpecs(before, after)).toEqual([
      { field: 'image', before: 'redis:3.0.5@sha256:555555555555', after: 'redis:3.0.6@sha256:1a2b3c4d5e6f' },
      { field: 'replicas', before: '3', after: '5' },
      { field: 'update delay', before: '0s', after: '1m30s' },
      { field: 'update parallelism', before: '1', after: '2' },
    ]);
  });

  test('takes an absent update config for the engine’s defaults', () => {
    const before = aSpec({ with: { UpdateConfig: null } });
    const after = aSpec({ with: { UpdateConfig: { Parallelism: 1, Order: 'start-first', Monitor: 5e9 } } });

    expect(diffSpecs(before, after)).toEqual([
      { field: 'update order', before: 'stop-first', after: 'start-first' },
    ]);
  });

  test('says a monitor time that goes back to the engine’s default', () => {
    const before = aSpec({ with: { RollbackConfig: { Parallelism: 1, Monitor: 20e9 } } });
    const after = aSpec({ with: { RollbackConfig: { Parallelism: 1 } } });

    expect(diffSpecs(before, after)).toEqual([
      { field: 'rollback monitor', before: '20s', after: '5s (default)' },
    ]);
  });

  test('never shows values of the environment, of labels or of arguments', () => {
    const before = withContainer({
      Env: ['KEEP=k', 'TOKEN=hunter2', 'OLD=x'],
      Args: ['--password', 'hunter2'],
    });
    const after = {
      ...withContainer({ Env: ['KEEP=k', 'TOKEN=hunter3', 'NEW=y'], Args: ['--password', 'hunter3'] }),
      Labels: { auth: 'hunter4' },
    };

    const rows = diffSpecs(before, after);

    expect(rows).toEqual([
      { field: 'label auth', before: '(none)', after: '(set)' },
      { field: 'env TOKEN', before: '(set)', after: '(changed)' },
      { field: 'env OLD', before: '(set)', after: '(none)' },
      { field: 'env NEW', before: '(none)', after: '(set)' },
      { field: 'args', before: '(set)', after: '(changed)' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('hunter');
  });

  test('says when the environment is only in another order, since tasks restart for that', () => {
    const rows = diffSpecs(withContainer({ Env: ['A=1', 'B=2'] }), withContainer({ Env: ['B=2', 'A=1'] }));

    expect(rows).toEqual([{ field: 'env', before: '(set)', after: '(in another order)' }]);
  });

  test('names fields it does not know by their path, and hides their text', () => {
    const after = withContainer({ Privileges: { SELinuxContext: { Disable: true, User: 'hunter2' } } });

    expect(diffSpecs(withContainer({}), after)).toEqual([
      { field: 'privileges selinux context disable', before: '(none)', after: 'true' },
      { field: 'privileges selinux context user', before: '(none)', after: '(set)' },
    ]);
  });

  test('shows constraints and platforms as one row each', () => {
    const before = aSpec();
    const TaskTemplate = {
      ...before.TaskTemplate,
      Placement: {
        Constraints: ['node.role==worker'],
        Platforms: [{ Architecture: 'arm64', OS: 'linux' }, { OS: 'linux' }],
      },
    };

    expect(diffSpecs(before, { ...before, TaskTemplate })).toEqual([
      { field: 'platforms', before: 'linux/amd64', after: 'linux/arm64, linux' },
      { field: 'constraints', before: '(none)', after: 'node.role==worker' },
    ]);
  });

  test('shows published ports by their parts, and a mount without its options', () => {
    const before = withContainer({});
    const after = {
      ...withContainer({
        Mounts: [{ Type: 'volume', Source: 'data', Target: '/d', VolumeOptions: { x: 'hunter2' } }],
      }),
      EndpointSpec: { Mode: 'vip', Ports: [{ Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080 }] },
    };

    expect(diffSpecs(before, after)).toEqual([
      { field: 'mounts 0 type', before: '(none)', after: 'volume' },
      { field: 'mounts 0 source', before: '(none)', after: 'data' },
      { field: 'mounts 0 target', before: '(none)', after: '/d' },
      { field: 'mounts 0 volume options x', before: '(none)', after: '(set)' },
      { field: 'published ports 0 protocol', before: '(none)', after: 'tcp' },
      { field: 'published ports 0 target port', before: '(none)', after: '80' },
      { field: 'published ports 0 published port', before: '(none)', after: '8080' },
    ]);
  });

  test('writes sizes, shares of a cpu, durations and file modes as docker does', () => {
    const withTask = (fields: Record<string, unknown>): ServiceSpec => {
      const before = withContainer({
        StopGracePeriod: 90e9,
        Mounts: [{ Type: 'tmpfs', Target: '/x', TmpfsOptions: { SizeBytes: 1_500_000, Mode: 0o1777 } }],
        Healthcheck: { Interval: 1_500_000_000, Retries: 3 },
        Configs: [{ ConfigName: 'c', File: { Mode: 0o444 } }],
      });
      return { ...before, TaskTemplate: { ...before.TaskTemplate, ...fields } };
    };
    const before = aSpec();
    const after = withTask({
      Resources: {
        Limits: { MemoryBytes: 104_857_600, NanoCPUs: 500_000_000, Pids: 100 },
        Reservations: { MemoryBytes: 1_610_612_736 },
      },
      RestartPolicy: { Condition: 'any', Delay: 5e9, MaxAttempts: 3, Window: 120e9 },
    });

    const rows = diffSpecs(before, after).map(({ field, after: value }) => [field, value]);

    expect(Object.fromEntries(rows)).toEqual({
      'limit memory': '100MiB',
      'limit cpu': '0.5',
      'limit pids': '100',
      'reserve memory': '1.5GiB',
      'restart max attempts': '3',
      'restart window': '2m0s',
      'stop grace period': '1m30s',
      'mounts 0 type': 'tmpfs',
      'mounts 0 target': '/x',
      'mounts 0 tmpfs options size bytes': '1.431MiB',
      'mounts 0 tmpfs options mode': '01777',
      'health check interval': '1.5s',
      'health check retries': '3',
      'configs 0 config name': 'c',
      'configs 0 file mode': '0444',
    });
  });

  test('writes sizes in full that would read the same', () => {
    const sized = (MemoryBytes: number) => {
      const spec = aSpec();
      return {
        ...spec,
        TaskTemplate: { ...spec.TaskTemplate, Resources: { Limits: { MemoryBytes }, Reservations: {} } },
      };
    };

    expect(diffSpecs(sized(100_000_000), sized(100_000_001))).toEqual([
      { field: 'limit memory', before: '100000000', after: '100000001' },
    ]);
  });

  test('leaves out Waggle’s own label', () => {
    expect(diffSpecs(aSpec(), aSpec({ with: { Labels: { [PLAN_LABEL]: 'p1' } } }))).toEqual([]);
  });
});
