import type { Dice } from '../property/wild-swarm.ts';
import { oddJson } from './odd.ts';

/** Every field that there is, by route; of values that are right. */
const driver = { Name: 'json-file', Options: { 'max-size': '1m' } };
const updateConfig = {
  Parallelism: 1,
  Delay: 1e9,
  FailureAction: 'pause',
  Monitor: 1e9,
  MaxFailureRatio: 0.5,
  Order: 'stop-first',
};
const networks = [{ Target: 'ingress', Aliases: ['a'], DriverOpts: { a: 'b' } }];
const file = { Name: 'f', UID: '0', GID: '0', Mode: 292 };

const service = {
  Name: 'fuzzed',
  Labels: { a: 'b' },
  TaskTemplate: {
    ContainerSpec: {
      Image: 'registry:5000/web:1',
      Labels: { a: 'b' },
      Command: ['sh'],
      Args: ['-c', 'sleep 5'],
      Hostname: 'h-{{.Task.Slot}}',
      Env: ['A=b'],
      Dir: '/',
      User: 'root',
      Groups: ['x'],
      Privileges: { CredentialSpec: { File: 'x' }, SELinuxContext: { Disable: true, User: 'u' } },
      Init: true,
      StopSignal: 'SIGTERM',
      TTY: false,
      OpenStdin: false,
      ReadOnly: false,
      Mounts: [
        {
          Type: 'volume',
          Source: 'v',
          Target: '/v',
          ReadOnly: true,
          Consistency: 'default',
          VolumeOptions: { NoCopy: true, Labels: { a: 'b' }, DriverConfig: driver },
        },
        {
          Type: 'bind',
          Source: '/tmp',
          Target: '/t',
          BindOptions: { Propagation: 'rprivate', NonRecursive: true },
        },
        { Type: 'tmpfs', Target: '/m', TmpfsOptions: { SizeBytes: 1024, Mode: 511 } },
      ],
      StopGracePeriod: 1e9,
      Healthcheck: { Test: ['CMD', 'true'], Interval: 1e9, Timeout: 1e9, StartPeriod: 1e9, Retries: 3 },
      Hosts: ['1.1.1.1 one'],
      DNSConfig: { Nameservers: ['1.1.1.1'], Search: ['a'], Options: ['b'] },
      Secrets: [{ File: file, SecretID: 'x', SecretName: 'x' }],
      Configs: [{ File: file, ConfigID: 'x', ConfigName: 'x' }],
      Isolation: 'default',
      Sysctls: { a: 'b' },
      CapabilityAdd: ['CAP_X'],
      CapabilityDrop: ['CAP_Y'],
      Ulimits: [{ Name: 'nofile', Hard: 1, Soft: 1 }],
    },
    Resources: {
      Limits: { NanoCPUs: 1e9, MemoryBytes: 2 ** 30, Pids: 1 },
      Reservations: {
        NanoCPUs: 1e8,
        MemoryBytes: 2 ** 23,
        GenericResources: [{ DiscreteResourceSpec: { Kind: 'gpu', Value: 1 } }],
      },
    },
    RestartPolicy: { Condition: 'on-failure', Delay: 1e9, MaxAttempts: 2, Window: 1e9 },
    Placement: {
      Constraints: ['node.role == manager', 'node.labels.zone == a'],
      Preferences: [{ Spread: { SpreadDescriptor: 'node.labels.zone' } }],
      MaxReplicas: 2,
      Platforms: [{ Architecture: 'x86_64', OS: 'linux' }],
    },
    Networks: networks,
    LogDriver: driver,
    ForceUpdate: 1,
    Runtime: 'container',
  },
  Mode: { Replicated: { Replicas: 2 } },
  UpdateConfig: updateConfig,
  RollbackConfig: updateConfig,
  Networks: networks,
  EndpointSpec: {
    Mode: 'vip',
    Ports: [{ Name: 'p', Protocol: 'tcp', TargetPort: 80, PublishedPort: 8080, PublishMode: 'ingress' }],
  },
};

const network = {
  CheckDuplicate: true,
  Driver: 'overlay',
  Scope: 'swarm',
  EnableIPv6: false,
  IPAM: {
    Driver: 'default',
    Options: { a: 'b' },
    Config: [
      {
        Subnet: '10.99.0.0/24',
        IPRange: '10.99.0.0/25',
        Gateway: '10.99.0.1',
        AuxiliaryAddresses: { a: 'b' },
      },
    ],
  },
  Internal: false,
  Attachable: true,
  Ingress: false,
  ConfigOnly: false,
  ConfigFrom: { Network: '' },
  Options: { a: 'b' },
  Labels: { a: 'b' },
  Name: 'fuzzed',
};

const payload = { Name: 'fuzzed', Labels: { a: 'b' }, Data: 'YQ==', Driver: driver, Templating: driver };

const swarm = {
  Name: 'default',
  Labels: { a: 'b' },
  Orchestration: { TaskHistoryRetentionLimit: 5 },
  Raft: {
    SnapshotInterval: 1,
    KeepOldSnapshots: 1,
    LogEntriesForSlowFollowers: 1,
    ElectionTick: 10,
    HeartbeatTick: 1,
  },
  Dispatcher: { HeartbeatPeriod: 5e9 },
  CAConfig: {
    NodeCertExpiry: 7776e12,
    ExternalCAs: [{ Protocol: 'cfssl', URL: 'https://x', Options: { a: 'b' }, CACert: '' }],
    SigningCACert: '',
    SigningCAKey: '',
    ForceRotate: 0,
  },
  EncryptionConfig: { AutoLockManagers: false },
};

const node = { Name: 'n', Labels: { zone: 'a' }, Role: 'manager', Availability: 'active' };

/** A body that this route takes. */
export const bodyFor = (path: string): object => {
  if (path.startsWith('/services')) return service;
  if (path.startsWith('/networks')) return network;
  if (path.startsWith('/secrets') || path.startsWith('/configs')) return payload;
  if (path.startsWith('/nodes')) return node;
  if (path === '/swarm/update') return swarm;
  return {
    ListenAddr: '0.0.0.0',
    RemoteAddrs: ['x'],
    JoinToken: 'x',
    UnlockKey: 'x',
    username: 'x',
    Spec: swarm,
  };
};

/** Every place in a body, the whole of it first. */
const placesOf = (value: unknown, path: readonly string[] = []): readonly (readonly string[])[] => [
  path,
  ...(typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, key]))
    : []),
];

/** JSON with what stands at these places written by somebody else: odd values, members twice, members gone. */
const written = (value: unknown, odd: ReadonlyMap<string, string>, path = ''): string => {
  const instead = odd.get(path);
  if (instead !== undefined) return instead;
  const inside = (key: string, inner: unknown): string => written(inner, odd, `${path}/${key}`);
  if (Array.isArray(value)) return `[${value.map((inner, at) => inside(String(at), inner)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${inside(key, inner)}`);
  return `{${members.join(',')}}`;
};

/** Text that is no JSON any more, or hardly. */
const broken = (text: string, { below, pick }: Dice): string => {
  const at = below(text.length);
  return pick([
    text.slice(0, at),
    `${text.slice(0, at)}${pick(['"', '{', ']', ',', ':', '\u0000', '\\', '\ufeff', '-', 'e', 'é'])}${text.slice(at)}`,
    `${text}${text}`,
    '',
    ' \n',
    '['.repeat(9_999) + ']'.repeat(9_999),
    '{"a":'.repeat(20_000),
    `{"Name":"a","name":1,"NAME":${text},"Name":${text}}`,
    text.toUpperCase(),
  ]);
};

/** A body for this route with something wrong in it; sometimes with nothing wrong. */
export const fuzzedBody = (path: string, dice: Dice): string => {
  const body = bodyFor(path);
  if (dice.chance(0.1)) return broken(JSON.stringify(body), dice);
  const places = placesOf(body);
  const odd = new Map(
    Array.from({ length: dice.below(4) }, () => [
      (places[dice.below(places.length)] ?? []).map((key) => `/${key}`).join(''),
      oddJson(dice),
    ]),
  );
  // most fields are left out, or every spec would be refused for its first fault
  if (dice.chance(0.7)) {
    for (const place of places) {
      const name = place.map((key) => `/${key}`).join('');
      const isNeeded =
        /^$|\/Name$|\/(TaskTemplate|ContainerSpec|Image|Driver)$/.test(name) && place.length < 4;
      if (!isNeeded && !odd.has(name) && dice.chance(0.3)) odd.set(name, 'null');
    }
  }
  return written(body, odd);
};
