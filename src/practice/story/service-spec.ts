import type { ServiceStory } from './story.ts';

const SECOND_NS = 1_000_000_000;

/** What `docker service create` posts for such a service. `image` has its digest, as the command line looks it up. */
export function serviceSpec(story: ServiceStory, image: string): object {
  const { name, replicas, network, env = [], constraints, publish, update } = story;
  const pace = {
    Parallelism: update.parallelism,
    Delay: update.delaySeconds * SECOND_NS,
    FailureAction: update.failureAction ?? 'pause',
    Monitor: 5 * SECOND_NS,
    MaxFailureRatio: 0,
    Order: update.order ?? 'stop-first',
  };
  return {
    Name: name,
    Labels: {},
    TaskTemplate: {
      ContainerSpec: { Image: image, Env: env, Init: false, StopGracePeriod: 10 * SECOND_NS, DNSConfig: {} },
      Resources: { Limits: {}, Reservations: {} },
      RestartPolicy: { Condition: 'any', Delay: 5 * SECOND_NS, MaxAttempts: 0 },
      Placement: constraints === undefined ? {} : { Constraints: constraints },
      ...(network === undefined ? {} : { Networks: [{ Target: network }] }),
      ForceUpdate: 0,
    },
    Mode: replicas === undefined ? { Global: {} } : { Replicated: { Replicas: replicas } },
    UpdateConfig: pace,
    RollbackConfig: { ...pace, Delay: 0, FailureAction: 'pause' },
    EndpointSpec: {
      Mode: 'vip',
      ...(publish === undefined
        ? {}
        : {
            Ports: [
              { Protocol: 'tcp', PublishedPort: publish[0], TargetPort: publish[1], PublishMode: 'ingress' },
            ],
          }),
    },
  };
}
