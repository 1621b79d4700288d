import {
  duration,
  float32,
  int,
  list,
  map,
  named,
  raw,
  struct,
  text,
  uint,
  type Decoded,
} from '../decode.ts';
import { containerSpec, driver } from './schema-container.ts';

const texts = list(text);
const labels = map(text);

const genericResource = struct('swarm.GenericResource', {
  NamedResourceSpec: struct('swarm.NamedGenericResource', { Kind: text, Value: text }),
  DiscreteResourceSpec: struct('swarm.DiscreteGenericResource', { Kind: text, Value: int(64) }),
});

const resources = struct('swarm.ResourceRequirements', {
  Limits: struct('swarm.Limit', { NanoCPUs: int(64), MemoryBytes: int(64), Pids: int(64) }),
  Reservations: struct('swarm.Resources', {
    NanoCPUs: int(64),
    MemoryBytes: int(64),
    GenericResources: list(genericResource),
  }),
});

const restartPolicy = struct('swarm.RestartPolicy', {
  Condition: named('swarm.RestartPolicyCondition'),
  Delay: duration,
  MaxAttempts: uint(64),
  Window: duration,
});

const placement = struct('swarm.Placement', {
  Constraints: texts,
  Preferences: list(
    struct('swarm.PlacementPreference', { Spread: struct('swarm.SpreadOver', { SpreadDescriptor: text }) }),
  ),
  MaxReplicas: uint(64),
  Platforms: list(struct('swarm.Platform', { Architecture: text, OS: text })),
});

const networks = list(
  struct('swarm.NetworkAttachmentConfig', { Target: text, Aliases: texts, DriverOpts: labels }),
);

const taskSpec = struct('swarm.TaskSpec', {
  ContainerSpec: containerSpec,
  // Only whether there is one matters: the practice swarm runs no plugins, nor does an engine that is not experimental.
  PluginSpec: raw,
  Resources: resources,
  RestartPolicy: restartPolicy,
  Placement: placement,
  Networks: networks,
  LogDriver: driver,
  ForceUpdate: uint(64),
  Runtime: named('swarm.RuntimeType'),
});

const updateConfig = struct('swarm.UpdateConfig', {
  Parallelism: uint(64),
  Delay: duration,
  FailureAction: text,
  Monitor: duration,
  MaxFailureRatio: float32,
  Order: text,
});

const serviceMode = struct('swarm.ServiceMode', {
  Replicated: struct('swarm.ReplicatedService', { Replicas: uint(64) }),
  Global: struct('swarm.GlobalService', {}),
  ReplicatedJob: struct('swarm.ReplicatedJob', { MaxConcurrent: uint(64), TotalCompletions: uint(64) }),
  GlobalJob: struct('swarm.GlobalJob', {}),
});

const port = struct('swarm.PortConfig', {
  Name: text,
  Protocol: named('swarm.PortConfigProtocol'),
  TargetPort: uint(32),
  PublishedPort: uint(32),
  PublishMode: named('swarm.PortConfigPublishMode'),
});

/** `moby api/types/swarm/service.go`, ServiceSpec, as of API 1.41. */
export const serviceSpec = struct('swarm.ServiceSpec', {
  Name: text,
  Labels: labels,
  TaskTemplate: taskSpec,
  Mode: serviceMode,
  UpdateConfig: updateConfig,
  RollbackConfig: updateConfig,
  Networks: networks,
  EndpointSpec: struct('swarm.EndpointSpec', { Mode: named('swarm.ResolutionMode'), Ports: list(port) }),
});

export type PostedSpec = Decoded<typeof serviceSpec>;
export type PostedTask = Decoded<typeof taskSpec>;
export type PostedResources = Decoded<typeof resources>;
export type PostedRestartPolicy = Decoded<typeof restartPolicy>;
export type PostedPlacement = Decoded<typeof placement>;
export type PostedNetworks = Decoded<typeof networks>;
export type PostedUpdateConfig = Decoded<typeof updateConfig>;
export type PostedPort = Decoded<typeof port>;
