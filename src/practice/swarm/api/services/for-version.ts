import type { PostedSpec } from './schema.ts';

/** Takes out of a posted spec what its version of the API has not (`moby api/server/router/swarm/helpers.go`, adjustForAPIVersion). */
export function forVersion(posted: PostedSpec, version: number): PostedSpec {
  const before40 = version < 40 ? withoutFields40(posted) : posted;
  return version < 41 ? withoutFields41(before40) : before40;
}

function withoutFields40(posted: PostedSpec): PostedSpec {
  const { ContainerSpec: container, Placement: placement, ...task } = posted.TaskTemplate ?? {};
  if (container === undefined && placement === undefined) return posted;
  return {
    ...posted,
    TaskTemplate: {
      ...task,
      ...(container && { ContainerSpec: containerBefore40(container) }),
      ...(placement && { Placement: { ...placement, MaxReplicas: 0 } }),
    },
  };
}

type Container = NonNullable<NonNullable<PostedSpec['TaskTemplate']>['ContainerSpec']>;

function containerBefore40({ Sysctls: _sysctls, Configs, Privileges, ...rest }: Container): Container {
  const credentials = Privileges?.CredentialSpec;
  return {
    ...rest,
    ...(Configs && { Configs: Configs.map(({ Runtime: _runtime, ...config }) => config) }),
    ...(Privileges && {
      Privileges: credentials
        ? { ...Privileges, CredentialSpec: { ...credentials, Config: '' } }
        : Privileges,
    }),
  };
}

function withoutFields41(posted: PostedSpec): PostedSpec {
  const { Mode: mode = {}, TaskTemplate: task = {} } = posted;
  const {
    CapabilityAdd: _add,
    CapabilityDrop: _drop,
    Ulimits: _ulimits,
    ...container
  } = task.ContainerSpec ?? {};
  const { Limits: limits } = task.Resources ?? {};
  return {
    ...posted,
    TaskTemplate: {
      ...task,
      ...(task.ContainerSpec && { ContainerSpec: container }),
      ...(limits && { Resources: { ...task.Resources, Limits: { ...limits, Pids: 0 } } }),
    },
    Mode: {
      ...(mode.Replicated && { Replicated: mode.Replicated }),
      ...(mode.Global && { Global: mode.Global }),
    },
  };
}
