import type { ClaimId } from '../claims.ts';
import type { Spec } from '../stage.ts';
import { CONTAINER_FLAGS } from './flags-container.ts';
import { SECOND } from './rolls.ts';

/** An id of an object that the scenario makes beforehand: known only when it is played. */
export type Made = { readonly network: string; readonly secret: string; readonly config: string };

export type FlagCase = {
  readonly flag: Extract<ClaimId, `flag-${string}`>;
  /** Tells two cases of one flag apart. */
  readonly variant?: string;
  /** What the service has beforehand, laid over the stage's plain spec. */
  readonly before?: Spec | ((made: Made, name: string) => Spec);
  /** What the flag lays over the spec, as CLI 28 does. */
  readonly edit: Spec | ((made: Made, name: string) => Spec);
  /** What the case needs made beforehand. */
  readonly needs?: keyof Made;
  /**
   * What to wait for: the end of a rollout, a task that failed, one that has no place, or nothing, where no task is replaced.
   * What happened is the recording's to say.
   */
  readonly waitFor: 'end' | 'failure' | 'pending' | 'nothing';
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

const template = (TaskTemplate: Spec): Spec => ({ TaskTemplate });
const placement = (Placement: Spec): Spec => template({ Placement });
const resources = (Resources: Spec): Spec => template({ Resources });
const restart = (RestartPolicy: Spec): Spec => template({ RestartPolicy });

const ON_NODE1 = placement({ Constraints: ['node.hostname==node1'] });
const GPU = resources({
  Reservations: { GenericResources: [{ DiscreteResourceSpec: { Kind: 'gpu', Value: 1 } }] },
});
const port = (PublishedPort: number): Spec => ({
  EndpointSpec: { Ports: [{ Protocol: 'tcp', TargetPort: 8080, PublishedPort, PublishMode: 'ingress' }] },
});
const network = ({ network: Target }: Made): Spec => template({ Networks: [{ Target }] });

const secret = ({ secret: SecretID }: Made, name: string): Spec =>
  template({
    ContainerSpec: {
      Secrets: [{ File: { Name: 'key', UID: '0', GID: '0', Mode: 0o444 }, SecretID, SecretName: name }],
    },
  });
const config = ({ config: ConfigID }: Made, name: string): Spec =>
  template({
    ContainerSpec: {
      Configs: [{ File: { Name: '/www/a', UID: '0', GID: '0', Mode: 0o444 }, ConfigID, ConfigName: name }],
    },
  });

/** Flags that change how tasks are placed, restarted, limited, reached: each with what it edits. */
const SERVICE_FLAGS: readonly FlagCase[] = [
  {
    flag: 'flag-config-add',
    needs: 'config',
    edit: config,
    waitFor: 'end',
  },
  {
    flag: 'flag-config-rm',
    needs: 'config',
    before: config,
    edit: template({ ContainerSpec: { Configs: [] } }),
    waitFor: 'end',
  },
  {
    flag: 'flag-constraint-add',
    before: ON_NODE1,
    edit: placement({ Constraints: ['node.hostname==node1', 'node.role==manager'] }),
    waitFor: 'nothing',
  },
  {
    flag: 'flag-constraint-add',
    variant: 'elsewhere',
    before: ON_NODE1,
    edit: placement({ Constraints: ['node.hostname==node2'] }),
    waitFor: 'end',
  },
  {
    flag: 'flag-constraint-add',
    variant: 'nowhere',
    before: ON_NODE1,
    edit: placement({ Constraints: ['node.hostname==node1', 'node.role==worker'] }),
    waitFor: 'pending',
  },
  { flag: 'flag-constraint-rm', before: ON_NODE1, edit: placement({ Constraints: [] }), waitFor: 'nothing' },
  { flag: 'flag-endpoint-mode', edit: { EndpointSpec: { Mode: 'dnsrr' } }, waitFor: 'end' },
  { flag: 'flag-force', edit: template({ ForceUpdate: 1 }), waitFor: 'end' },
  { flag: 'flag-generic-resource-add', edit: GPU, waitFor: 'pending' },
  {
    flag: 'flag-generic-resource-rm',
    before: GPU,
    edit: resources({ Reservations: { GenericResources: [] } }),
    waitFor: 'end',
  },
  { flag: 'flag-label-add', edit: { Labels: { team: 'a' } }, waitFor: 'nothing' },
  {
    flag: 'flag-label-rm',
    before: { Labels: { team: 'a' } },
    edit: { Labels: { team: undefined } },
    waitFor: 'nothing',
  },
  { flag: 'flag-limit-cpu', edit: resources({ Limits: { NanoCPUs: 500_000_000 } }), waitFor: 'end' },
  { flag: 'flag-limit-memory', edit: resources({ Limits: { MemoryBytes: 67_108_864 } }), waitFor: 'end' },
  { flag: 'flag-limit-pids', edit: resources({ Limits: { Pids: 50 } }), waitFor: 'end' },
  { flag: 'flag-log-driver', edit: template({ LogDriver: { Name: 'json-file' } }), waitFor: 'end' },
  {
    flag: 'flag-log-opt',
    before: template({ LogDriver: { Name: 'json-file' } }),
    edit: template({ LogDriver: { Name: 'json-file', Options: { 'max-size': '1m' } } }),
    waitFor: 'end',
  },
  { flag: 'flag-network-add', needs: 'network', edit: network, waitFor: 'end' },
  {
    flag: 'flag-network-rm',
    needs: 'network',
    before: network,
    edit: template({ Networks: [] }),
    waitFor: 'end',
  },
  {
    flag: 'flag-placement-pref-add',
    edit: placement({ Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }] }),
    waitFor: 'nothing',
  },
  {
    flag: 'flag-placement-pref-rm',
    before: placement({ Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }] }),
    edit: placement({ Preferences: [] }),
    waitFor: 'nothing',
  },
  { flag: 'flag-publish-add', edit: port(18_101), waitFor: 'end' },
  { flag: 'flag-publish-rm', before: port(18_102), edit: { EndpointSpec: { Ports: [] } }, waitFor: 'end' },
  { flag: 'flag-replicas', edit: { Mode: { Replicated: { Replicas: 2 } } }, waitFor: 'nothing' },
  { flag: 'flag-replicas-max-per-node', edit: placement({ MaxReplicas: 1 }), waitFor: 'nothing' },
  { flag: 'flag-reserve-cpu', edit: resources({ Reservations: { NanoCPUs: 1_000_000 } }), waitFor: 'end' },
  {
    flag: 'flag-reserve-memory',
    edit: resources({ Reservations: { MemoryBytes: 16_777_216 } }),
    waitFor: 'end',
  },
  {
    flag: 'flag-reserve-memory',
    variant: 'too-little',
    edit: resources({ Reservations: { MemoryBytes: 1_048_576 } }),
    waitFor: 'nothing',
  },
  { flag: 'flag-restart-condition', edit: restart({ Condition: 'on-failure' }), waitFor: 'end' },
  { flag: 'flag-restart-delay', edit: restart({ Delay: SECOND }), waitFor: 'end' },
  { flag: 'flag-restart-max-attempts', edit: restart({ MaxAttempts: 3 }), waitFor: 'end' },
  { flag: 'flag-restart-window', edit: restart({ Window: 10 * SECOND }), waitFor: 'end' },
  {
    flag: 'flag-rollback',
    before: { Labels: { team: 'a' } },
    edit: {},
    query: 'rollback=previous',
    waitFor: 'nothing',
  },
  { flag: 'flag-secret-add', needs: 'secret', edit: secret, waitFor: 'end' },
  {
    flag: 'flag-secret-rm',
    needs: 'secret',
    before: secret,
    edit: template({ ContainerSpec: { Secrets: [] } }),
    waitFor: 'end',
  },
  {
    flag: 'flag-with-registry-auth',
    edit: {},
    // {} in base64url: credentials that say nothing
    headers: { 'x-registry-auth': 'e30=' },
    waitFor: 'nothing',
  },
];

const configFlags = (side: 'update' | 'rollback'): readonly FlagCase[] => {
  const edit = (change: Spec): Pick<FlagCase, 'edit' | 'waitFor'> => ({
    edit: side === 'update' ? { UpdateConfig: change } : { RollbackConfig: change },
    waitFor: 'nothing',
  });
  return [
    { flag: `flag-${side}-delay`, ...edit({ Delay: SECOND }) },
    { flag: `flag-${side}-failure-action`, ...edit({ FailureAction: 'continue' }) },
    { flag: `flag-${side}-max-failure-ratio`, ...edit({ MaxFailureRatio: 0.3 }) },
    { flag: `flag-${side}-monitor`, ...edit({ Monitor: 2 * SECOND }) },
    { flag: `flag-${side}-order`, ...edit({ Order: 'start-first' }) },
    { flag: `flag-${side}-parallelism`, ...edit({ Parallelism: 2 }) },
  ];
};

export const FLAG_CASES: readonly FlagCase[] = [
  ...CONTAINER_FLAGS,
  ...SERVICE_FLAGS,
  ...configFlags('update'),
  ...configFlags('rollback'),
];
