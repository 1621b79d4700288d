import { z } from 'zod';

/**
 * Docker's service spec as the Engine API has it, in Docker's spelling. Loose: what Waggle does not know is kept, since a
 * service update posts the whole spec back. Durations are nanoseconds.
 */
export const UpdateConfig = z.looseObject({
  Parallelism: z.int().min(0).optional(),
  Delay: z.int().min(0).optional(),
  FailureAction: z.string().optional(),
  Monitor: z.int().min(0).optional(),
  MaxFailureRatio: z.number().optional(),
  Order: z.string().optional(),
});
export type UpdateConfig = z.infer<typeof UpdateConfig>;

export const ContainerSpec = z.looseObject({
  Image: z.string().optional(),
  Env: z.array(z.string()).nullish(),
  Healthcheck: z.looseObject({ Test: z.array(z.string()).nullish() }).nullish(),
});
export type ContainerSpec = z.infer<typeof ContainerSpec>;

export const Platform = z.looseObject({ Architecture: z.string().optional(), OS: z.string().optional() });
export type Platform = z.infer<typeof Platform>;

export const Placement = z.looseObject({
  Constraints: z.array(z.string()).nullish(),
  MaxReplicas: z.int().optional(),
  Platforms: z.array(Platform).nullish(),
});

export const TaskSpec = z.looseObject({
  ContainerSpec: ContainerSpec.optional(),
  Placement: Placement.nullish(),
  ForceUpdate: z.int().min(0).optional(),
});
export type TaskSpec = z.infer<typeof TaskSpec>;

export const ServiceMode = z.looseObject({
  Replicated: z.looseObject({ Replicas: z.int().min(0).optional() }).optional(),
  Global: z.looseObject({}).optional(),
  ReplicatedJob: z.looseObject({}).optional(),
  GlobalJob: z.looseObject({}).optional(),
});
export type ServiceMode = z.infer<typeof ServiceMode>;

export const EndpointPort = z.looseObject({
  Protocol: z.string().optional(),
  TargetPort: z.int().optional(),
  PublishedPort: z.int().optional(),
  PublishMode: z.string().optional(),
});
export type EndpointPort = z.infer<typeof EndpointPort>;

export const ServiceSpec = z.looseObject({
  Name: z.string(),
  Labels: z.record(z.string(), z.string()).nullish(),
  TaskTemplate: TaskSpec,
  Mode: ServiceMode,
  UpdateConfig: UpdateConfig.nullish(),
  RollbackConfig: UpdateConfig.nullish(),
  EndpointSpec: z.looseObject({ Ports: z.array(EndpointPort).nullish() }).nullish(),
});
export type ServiceSpec = z.infer<typeof ServiceSpec>;

/** The label that carries the id of the plan that wrote the spec: a hint for people and tools, not a proof. */
export const PLAN_LABEL = 'io.waggle.plan';
