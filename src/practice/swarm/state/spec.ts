/**
 * The specs of the Engine API in the form in which the engine keeps and returns them: defaults filled in, zero values gone.
 * The API layer makes this form of what is posted; everything behind it trusts it. Durations are nanoseconds.
 */
export type Labels = Readonly<Record<string, string>>;

export type Annotations = { readonly Name: string; readonly Labels: Labels };

export type ServiceSpec = Annotations & {
  readonly TaskTemplate: TaskTemplate;
  readonly Mode: ServiceMode;
  readonly UpdateConfig?: UpdateConfig;
  readonly RollbackConfig?: UpdateConfig;
  /** The old place of the networks; kept as posted. */
  readonly Networks?: readonly NetworkAttachment[];
  readonly EndpointSpec?: EndpointSpec;
};

export type ServiceMode =
  | { readonly Replicated: { readonly Replicas: number } }
  | { readonly Global: Readonly<Record<string, never>> };

export type UpdateConfig = {
  /** 0: all at once. */
  readonly Parallelism: number;
  readonly Delay?: number;
  readonly FailureAction: 'pause' | 'continue' | 'rollback';
  readonly Monitor?: number;
  readonly MaxFailureRatio: number;
  readonly Order: 'stop-first' | 'start-first';
};

export type TaskTemplate = {
  readonly ContainerSpec: ContainerSpec;
  readonly Resources?: {
    readonly Limits?: Resources & { readonly Pids?: number };
    readonly Reservations?: Resources & { readonly GenericResources?: readonly unknown[] };
  };
  readonly RestartPolicy?: RestartPolicy;
  readonly Placement?: Placement;
  readonly Networks?: readonly NetworkAttachment[];
  readonly LogDriver?: { readonly Name?: string; readonly Options?: Labels };
  readonly ForceUpdate: number;
  readonly Runtime?: string;
};

export type Resources = { readonly NanoCPUs?: number; readonly MemoryBytes?: number };

export type RestartPolicy = {
  readonly Condition?: 'none' | 'on-failure' | 'any';
  readonly Delay?: number;
  readonly MaxAttempts: number;
  readonly Window?: number;
};

export type Placement = {
  readonly Constraints?: readonly string[];
  readonly Preferences?: readonly { readonly Spread?: { readonly SpreadDescriptor: string } }[];
  readonly MaxReplicas?: number;
  readonly Platforms?: readonly Platform[];
};

export type Platform = { readonly Architecture?: string; readonly OS?: string };

export type NetworkAttachment = {
  readonly Target: string;
  readonly Aliases?: readonly string[];
  readonly DriverOpts?: Labels;
};

/** What the orchestrator and the agents read of a container; the rest is kept as it came. */
export type ContainerSpec = {
  readonly Image: string;
  readonly Labels?: Labels;
  readonly Command?: readonly string[];
  readonly Args?: readonly string[];
  readonly Hostname?: string;
  readonly Env?: readonly string[];
  readonly TTY?: boolean;
  readonly Mounts?: readonly {
    readonly Type?: string;
    readonly Source?: string;
    readonly Target?: string;
    readonly VolumeOptions?: {
      readonly Labels?: Labels;
      readonly DriverConfig?: { readonly Name?: string; readonly Options?: Labels };
    };
    readonly [key: string]: unknown;
  }[];
  readonly Isolation?: string;
  readonly Privileges?: {
    readonly CredentialSpec: {
      readonly Config: string;
      readonly File: string;
      readonly Registry: string;
    } | null;
    readonly [key: string]: unknown;
  };
  readonly StopSignal?: string;
  /** Nanoseconds. */
  readonly StopGracePeriod?: number;
  readonly Healthcheck?: {
    readonly Test?: readonly string[];
    readonly Interval?: number;
    readonly Timeout?: number;
    readonly StartPeriod?: number;
    readonly Retries?: number;
  };
  readonly Secrets?: readonly {
    readonly File?: { readonly Name: string };
    readonly SecretID: string;
    readonly SecretName: string;
    readonly [key: string]: unknown;
  }[];
  readonly Configs?: readonly {
    readonly File?: { readonly Name: string };
    readonly ConfigID: string;
    readonly ConfigName: string;
    readonly [key: string]: unknown;
  }[];
  readonly [key: string]: unknown;
};

export type EndpointSpec = { readonly Mode?: 'vip' | 'dnsrr'; readonly Ports?: readonly Port[] };

export type Port = {
  readonly Name?: string;
  readonly Protocol: 'tcp' | 'udp' | 'sctp';
  readonly TargetPort: number;
  readonly PublishedPort?: number;
  readonly PublishMode: 'ingress' | 'host';
};

export type NodeSpec = {
  readonly Name?: string;
  readonly Labels: Labels;
  readonly Role: 'manager' | 'worker';
  readonly Availability: 'active' | 'pause' | 'drain';
};

export type SecretSpec = Annotations & {
  readonly Data?: string;
  readonly Driver?: unknown;
  readonly Templating?: unknown;
};
export type ConfigSpec = Annotations & { readonly Data?: string; readonly Templating?: unknown };

/** The swarm's own settings, as GET /swarm returns them. */
export type ClusterSpec = Annotations & {
  readonly Orchestration: { readonly TaskHistoryRetentionLimit?: number };
  readonly Raft: Readonly<Record<string, number>>;
  readonly Dispatcher: { readonly HeartbeatPeriod?: number };
  readonly CAConfig: Readonly<Record<string, unknown>>;
  readonly TaskDefaults: Readonly<Record<string, unknown>>;
  readonly EncryptionConfig: { readonly AutoLockManagers: boolean };
};
