import type { NetworkAttachment, Placement, RestartPolicy, TaskTemplate } from '../../state/spec.ts';
import { ApiError } from '../api.ts';
import { mapOf, omitEmpty } from '../omit-empty.ts';
import type {
  PostedNetworks,
  PostedPlacement,
  PostedResources,
  PostedRestartPolicy,
  PostedTask,
} from './schema.ts';

/**
 * What the engine keeps of a posted task template, apart from its container (`moby daemon/cluster/convert/service.go`).
 * @throws ApiError 400 for what it cannot express.
 */
export function convertTask(posted: PostedTask, container: TaskTemplate['ContainerSpec']): TaskTemplate {
  const restart = posted.RestartPolicy === undefined ? undefined : convertRestartPolicy(posted.RestartPolicy);
  return {
    ContainerSpec: container,
    ...omitEmpty({
      Resources: posted.Resources && convertResources(posted.Resources),
      RestartPolicy: restart,
      Placement: posted.Placement && convertPlacement(posted.Placement),
      Networks: convertNetworks(posted.Networks),
      LogDriver:
        posted.LogDriver &&
        omitEmpty({ Name: posted.LogDriver.Name, Options: mapOf(posted.LogDriver.Options) }),
    }),
    ForceUpdate: posted.ForceUpdate ?? 0,
    Runtime: 'container',
  };
}

export const convertNetworks = (posted: PostedNetworks = []): readonly NetworkAttachment[] =>
  posted.map(({ Target = '', Aliases, DriverOpts }) => ({
    Target,
    ...omitEmpty({ Aliases, DriverOpts: mapOf(DriverOpts) }),
  }));

function convertResources({ Limits, Reservations }: PostedResources): NonNullable<TaskTemplate['Resources']> {
  return omitEmpty({
    Limits: Limits && omitEmpty(Limits),
    Reservations:
      Reservations &&
      omitEmpty({
        NanoCPUs: Reservations.NanoCPUs,
        MemoryBytes: Reservations.MemoryBytes,
        GenericResources: Reservations.GenericResources?.map(({ NamedResourceSpec, DiscreteResourceSpec }) =>
          DiscreteResourceSpec === undefined
            ? omitEmpty({ NamedResourceSpec: NamedResourceSpec && omitEmpty(NamedResourceSpec) })
            : { DiscreteResourceSpec: omitEmpty(DiscreteResourceSpec) },
        ),
      }),
  });
}

const CONDITIONS = ['none', 'on-failure', 'any'] as const;

function convertRestartPolicy(posted: PostedRestartPolicy): RestartPolicy {
  const condition = CONDITIONS.find((one) => one === posted.Condition);
  if (condition === undefined && (posted.Condition ?? '') !== '') {
    throw new ApiError(400, `invalid RestartCondition: "${posted.Condition}"`);
  }
  return {
    Condition: condition ?? 'any',
    ...omitEmpty({ Delay: posted.Delay }, ['Delay']),
    MaxAttempts: posted.MaxAttempts ?? 0,
    ...omitEmpty({ Window: posted.Window }, ['Window']),
  };
}

function convertPlacement(posted: PostedPlacement): Placement {
  return omitEmpty({
    Constraints: posted.Constraints,
    Preferences: (posted.Preferences ?? [])
      .filter(({ Spread }) => Spread !== undefined)
      .map(({ Spread }) => ({ Spread: { SpreadDescriptor: Spread?.SpreadDescriptor ?? '' } })),
    MaxReplicas: posted.MaxReplicas,
    Platforms: posted.Platforms?.map((platform) => omitEmpty(platform)),
  });
}
