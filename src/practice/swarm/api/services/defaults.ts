import type {
  ContainerSpec,
  RestartPolicy,
  ServiceSpec,
  TaskTemplate,
  UpdateConfig,
} from '../../state/spec.ts';
import { CONTAINER_FIELDS } from './schema-container.ts';

const SECOND = 1e9;

const UPDATE: UpdateConfig = {
  Parallelism: 1,
  FailureAction: 'pause',
  Monitor: 5 * SECOND,
  MaxFailureRatio: 0,
  Order: 'stop-first',
};

/** The spec with what swarmkit uses where nothing is said (`swarmkit api/defaults/service.go`, InterpolateService). */
export function withDefaults(spec: ServiceSpec): ServiceSpec {
  const { Name, Labels, TaskTemplate: task, Mode, UpdateConfig, RollbackConfig, ...rest } = spec;
  return {
    Name,
    Labels,
    TaskTemplate: taskWithDefaults(task),
    Mode,
    UpdateConfig: updateWithDefaults(UpdateConfig),
    RollbackConfig: updateWithDefaults(RollbackConfig),
    ...rest,
  };
}

function taskWithDefaults(task: TaskTemplate): TaskTemplate {
  const { ContainerSpec, Resources = {}, RestartPolicy, Placement = {}, ...rest } = task;
  return {
    ContainerSpec: containerWithDefaults(ContainerSpec),
    Resources,
    RestartPolicy: restartWithDefaults(RestartPolicy),
    Placement,
    ...rest,
  };
}

function containerWithDefaults(spec: ContainerSpec): ContainerSpec {
  const filled: ContainerSpec = { StopGracePeriod: 10 * SECOND, DNSConfig: {}, ...spec };
  const inOrder = CONTAINER_FIELDS.filter((field) => field in filled).map((field) => [field, filled[field]]);
  return { Image: spec.Image, ...Object.fromEntries(inOrder) } as ContainerSpec;
}

function restartWithDefaults(policy: RestartPolicy | undefined): RestartPolicy {
  const { Condition = 'any', Delay = 5 * SECOND, MaxAttempts, ...rest } = policy ?? { MaxAttempts: 0 };
  return { Condition, Delay, MaxAttempts, ...rest };
}

/** Of a config that is there only the time to monitor is filled in. */
function updateWithDefaults(config: UpdateConfig | undefined): UpdateConfig {
  if (config === undefined) return UPDATE;
  const { Parallelism, Delay, FailureAction, Monitor = 5 * SECOND, ...rest } = config;
  return { Parallelism, ...(Delay === undefined ? {} : { Delay }), FailureAction, Monitor, ...rest };
}
