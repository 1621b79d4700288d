import type {
  ClusterSpec,
  ConfigSpec,
  EndpointSpec,
  Labels,
  NodeSpec,
  Port,
  SecretSpec,
  ServiceSpec,
  TaskTemplate,
} from './spec.ts';

/** What every object of the swarm has. Objects are never changed, only replaced, by a transaction of the store. */
export type Meta = {
  readonly id: string;
  /** Of the transaction that wrote it last; set by the store. Grows over the whole swarm. */
  readonly version: number;
  /** Milliseconds since 1970; set by the store. */
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** The states of a task in their order (`swarmkit api/types.proto`, TaskState), in the API's lower case. */
export const TASK_STATES = [
  'new',
  'pending',
  'assigned',
  'accepted',
  'preparing',
  'ready',
  'starting',
  'running',
  'complete',
  'shutdown',
  'failed',
  'rejected',
  'remove',
  'orphaned',
] as const;
export type TaskState = (typeof TASK_STATES)[number];

const RANK = new Map<TaskState, number>(TASK_STATES.map((state, rank) => [state, rank]));

/** Below zero: `a` comes before `b` in the life of a task. */
export const compareStates = (a: TaskState, b: TaskState): number => (RANK.get(a) ?? 0) - (RANK.get(b) ?? 0);

/** Whether a state is beyond `running`: the task has come to an end. */
export const isOver = (state: TaskState): boolean => compareStates(state, 'running') > 0;

export type UpdateState =
  'updating' | 'paused' | 'completed' | 'rollback_started' | 'rollback_paused' | 'rollback_completed';

export type UpdateStatus = {
  readonly state: UpdateState;
  readonly message: string;
  readonly startedAt?: number;
  readonly completedAt?: number;
};

export type Service = Meta & {
  readonly spec: ServiceSpec;
  readonly previousSpec?: ServiceSpec;
  /** The version of the service that its spec was written against; tasks carry the same while they are not dirty. */
  readonly specVersion?: number;
  readonly previousSpecVersion?: number;
  readonly updateStatus?: UpdateStatus;
  /** Set by the allocator. */
  readonly endpoint?: Endpoint;
  /** The credential of X-Registry-Auth, and the one before, which `registryAuthFrom=previous-spec` takes. Never returned. */
  readonly registryAuth?: string;
  readonly previousRegistryAuth?: string;
};

export type Endpoint = {
  /** The spec that it was allocated for. */
  readonly spec?: EndpointSpec;
  readonly ports: readonly Port[];
  readonly virtualIPs: readonly { readonly networkId: string; readonly address: string }[];
};

export type TaskStatus = {
  readonly state: TaskState;
  /** When the agent or the manager said so; ms. */
  readonly timestamp: number;
  readonly message: string;
  readonly err?: string;
  readonly container?: { readonly id: string; readonly pid: number; readonly exitCode: number };
  /** Ports published in host mode. */
  readonly ports?: readonly Port[];
};

export type Task = Meta & {
  readonly serviceId: string;
  /** 0 for a task of a global service. */
  readonly slot: number;
  /** Empty until the scheduler has found one; set from the beginning for a task of a global service. */
  readonly nodeId: string;
  /** The very object of the service where the task was made from it, so that most comparisons are of references. */
  readonly spec: TaskTemplate;
  readonly specVersion?: number;
  readonly desiredState: TaskState;
  readonly status: TaskStatus;
  /** Set by the allocator: what the service's endpoint was when the task was allocated. */
  readonly endpoint?: Endpoint;
  readonly networks?: readonly { readonly networkId: string; readonly addresses: readonly string[] }[];
  /** The labels of the service when the task was made (swarmkit's ServiceAnnotations): what a filter by label looks at. */
  readonly labels: Labels;
};

export type NodeState = 'unknown' | 'down' | 'ready' | 'disconnected';

export type NodeDescription = {
  readonly hostname: string;
  readonly platform: { readonly architecture: string; readonly os: string };
  readonly resources: { readonly nanoCPUs: number; readonly memoryBytes: number };
  readonly engineVersion: string;
  readonly engineLabels: Labels;
};

export type Node = Meta & {
  readonly spec: NodeSpec;
  /** Absent: accepted. An update by the API leaves it out, which swarmkit takes for pending; only a filter ever tells. */
  readonly membership?: 'pending';
  readonly description: NodeDescription;
  readonly status: { readonly state: NodeState; readonly message?: string; readonly address: string };
  /** Of managers only. */
  readonly manager?: {
    readonly leader: boolean;
    readonly reachability: 'unknown' | 'unreachable' | 'reachable';
    readonly address: string;
  };
};

/** A subnet of a network, and what of it is given away. */
export type IpamConfig = { readonly subnet?: string; readonly range?: string; readonly gateway?: string };

/** Management of addresses; the driver is named `default` unless somebody named another, and not at all in the ingress network. */
export type Ipam = {
  readonly driver?: string;
  readonly options?: Labels;
  readonly configs: readonly IpamConfig[];
};

export type Network = Meta & {
  readonly name: string;
  /** Absent where none were asked for. */
  readonly labels?: Labels;
  /** The driver that was asked for; empty in the ingress network. */
  readonly driver: string;
  readonly attachable: boolean;
  readonly ingress: boolean;
  readonly internal: boolean;
  readonly enableIPv6: boolean;
  /** Options of the driver that were asked for. */
  readonly options?: Labels;
  /** What was asked for. */
  readonly ipam?: Ipam;
  /**
   * What the allocator made of it: the driver's name and options, and the subnets. Absent until then, and for as long as its subnet
   * overlaps with another. Networks of the nodes (bridge, host) have a driver and no subnets.
   */
  readonly state?: { readonly driver: string; readonly options?: Labels; readonly ipam: Ipam };
};

export type Secret = Meta & { readonly spec: SecretSpec };
export type Config = Meta & { readonly spec: ConfigSpec };

/** The swarm itself: one object. */
export type Cluster = Meta & {
  readonly spec: ClusterSpec;
  readonly rootCA: string;
  readonly joinTokens: { readonly worker: string; readonly manager: string };
  /** Empty unless managers are locked. */
  readonly unlockKey: string;
};
