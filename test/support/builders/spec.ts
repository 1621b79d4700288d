import type { ServiceSpec } from '../../../src/core/swarm/spec.ts';

const SECOND = 1_000_000_000;

/** A digest that reads as what it stands for: `digestOf('1a2b')` is `sha256:1a2b1a2b...`. */
export function digestOf(pattern: string): string {
  return `sha256:${pattern.repeat(64).slice(0, 64)}`;
}

/** A replicated spec as `docker service create --replicas 3 --name redis redis:3.0.5` leaves it. */
export function aSpec(
  options: {
    readonly name?: string;
    readonly image?: string;
    readonly replicas?: number;
    /** In place of any part of the spec, whole fields. */
    readonly with?: Partial<ServiceSpec>;
  } = {},
): ServiceSpec {
  const { name = 'redis', image = `redis:3.0.5@${digestOf('5')}`, replicas = 3 } = options;
  return {
    Name: name,
    Labels: {},
    TaskTemplate: {
      ContainerSpec: { Image: image, Isolation: 'default' },
      Resources: { Limits: {}, Reservations: {} },
      RestartPolicy: { Condition: 'any', Delay: 5 * SECOND, MaxAttempts: 0 },
      Placement: { Platforms: [{ Architecture: 'amd64', OS: 'linux' }] },
      ForceUpdate: 0,
      Runtime: 'container',
    },
    Mode: { Replicated: { Replicas: replicas } },
    UpdateConfig: {
      Parallelism: 1,
      Delay: 0,
      FailureAction: 'pause',
      Monitor: 5 * SECOND,
      MaxFailureRatio: 0,
      Order: 'stop-first',
    },
    RollbackConfig: {
      Parallelism: 1,
      Delay: 0,
      FailureAction: 'pause',
      Monitor: 5 * SECOND,
      MaxFailureRatio: 0,
      Order: 'stop-first',
    },
    EndpointSpec: { Mode: 'vip' },
    ...options.with,
  };
}

/** A global spec, one task on each node. */
export function aGlobalSpec(options: Parameters<typeof aSpec>[0] = {}): ServiceSpec {
  return aSpec({ ...options, with: { Mode: { Global: {} }, ...options.with } });
}
