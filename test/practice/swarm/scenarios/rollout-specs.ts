import { said } from '../said.ts';
import type { Scenario } from '../scenario.ts';
import type { Spec } from '../stage.ts';
import { SECOND, serviceOf } from './rolls.ts';

const container = (name: string, ContainerSpec: Spec, more: Spec = {}): Spec => ({
  Name: name,
  TaskTemplate: { ContainerSpec: { Image: 'registry:5000/web:1', ...ContainerSpec }, ...more },
  Mode: { Replicated: { Replicas: 0 } },
});

/** Specs of services that run nothing, as they are posted. */
const POSTED: Readonly<Record<string, (name: string) => Spec>> = {
  'next to nothing': (Name) => ({
    Name,
    TaskTemplate: { ContainerSpec: { Image: 'registry:5000/web:1' } },
    Mode: { Replicated: { Replicas: 0 } },
  }),
  'empty lists and maps': (name) => ({
    ...container(name, {
      Env: [],
      Args: [],
      Labels: {},
      Mounts: [],
      Secrets: [],
      Configs: [],
      DNSConfig: {},
      Hosts: null,
    }),
    Labels: {},
    EndpointSpec: {},
  }),
  zeros: (name) => ({
    ...container(
      name,
      { StopGracePeriod: 0 },
      { RestartPolicy: { Delay: 0, MaxAttempts: 0, Window: 0 }, ForceUpdate: 0 },
    ),
    UpdateConfig: { Parallelism: 0, Delay: 0, Monitor: 0, MaxFailureRatio: 0, FailureAction: '', Order: '' },
    RollbackConfig: {},
  }),
  'unknown fields': (name) => ({
    ...container(name, { Colour: 'blue', Healthcheck: { Retries: 3, Mood: 'good' } }),
    Flavour: { sweet: true },
  }),
  ports: (name) => ({
    ...container(name, {}),
    EndpointSpec: {
      Ports: [
        { TargetPort: 8080, PublishedPort: 18_140 },
        { TargetPort: 53, Protocol: 'udp', PublishMode: 'host' },
      ],
    },
  }),
  ratios: (name) => ({
    ...container(name, {}),
    UpdateConfig: {
      Parallelism: 2,
      MaxFailureRatio: 0.1,
      Delay: SECOND,
      FailureAction: 'rollback',
      Order: 'start-first',
    },
    RollbackConfig: { Parallelism: 3, MaxFailureRatio: 0.25, Monitor: SECOND, FailureAction: 'continue' },
  }),
  resources: (name) =>
    container(
      name,
      {},
      {
        Resources: {
          Limits: { NanoCPUs: 500_000_000, MemoryBytes: 67_108_864, Pids: 9 },
          Reservations: { MemoryBytes: 33_554_432 },
        },
        Placement: {
          Constraints: ['node.role==worker'],
          Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }],
          MaxReplicas: 2,
        },
        LogDriver: { Name: 'json-file', Options: { 'max-size': '1m' } },
        RestartPolicy: { Condition: 'on-failure', Delay: SECOND, MaxAttempts: 3, Window: 10 * SECOND },
      },
    ),
};

/** What the engine makes of a spec: what it fills in, what it drops, in which order it writes it. */
export const rolloutSpecs: readonly Scenario[] = [
  {
    name: 'rollout-spec-as-it-comes-back',
    claims: ['spec-as-it-comes-back', 'service-create'],
    play: async (stage) => {
      for (const [index, [what, make]] of Object.entries(POSTED).entries()) {
        const id = await stage.create(make(stage.name(`${index}`)), { wait: false });
        const { Spec: spec } = await serviceOf(stage, id);
        stage.fact(what, spec);
        stage.fact(
          `${what}: its keys in order`,
          JSON.stringify(spec)
            .match(/"\w+":/g)
            ?.join(' '),
        );
        const again = await stage.update(id, (read) => read);
        stage.fact(`${what}: posted as it was read`, said(again));
        const { Spec: same } = await serviceOf(stage, id);
        stage.fact(`${what}: is the same`, JSON.stringify(same) === JSON.stringify(spec));
      }
    },
  },
];
