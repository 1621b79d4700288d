import { UserError } from '../errors.ts';
import { normaliseImage } from './image-name.ts';
import { modeOf } from './mode.ts';
import { DEFAULT_PACE, type Pace } from './pace.ts';
import type { ServiceSpec, UpdateConfig } from './spec.ts';

/** Edits of a spec, one flag each, as docker/cli cli/command/service/update.go makes them. All are pure. */

export function withImage(spec: ServiceSpec, image: string): ServiceSpec {
  const { TaskTemplate } = spec;
  const container = { ...TaskTemplate.ContainerSpec, Image: normaliseImage(image) };
  return { ...spec, TaskTemplate: { ...TaskTemplate, ContainerSpec: container } };
}

/** Fails with UserError `not-possible` for a mode without a number of replicas. A job's number is its completions, for `scale` only. */
export function withReplicas(spec: ServiceSpec, replicas: number, verb: 'scale' | 'update'): ServiceSpec {
  const mode = modeOf(spec);
  if (mode === 'replicated') {
    return { ...spec, Mode: { ...spec.Mode, Replicated: { ...spec.Mode.Replicated, Replicas: replicas } } };
  }
  if (mode === 'replicated job' && verb === 'scale') {
    const job = { ...spec.Mode.ReplicatedJob, TotalCompletions: replicas };
    return { ...spec, Mode: { ...spec.Mode, ReplicatedJob: job } };
  }
  const reason =
    mode === 'global'
      ? `${spec.Name} is a global service: it runs one task on every node that fits, so it has no number of replicas.`
      : `${spec.Name} is a ${mode}: it has no number of replicas to set.`;
  const next =
    mode === 'global' ? 'Add or drain nodes, or change its constraints.' : 'Look at its tasks with ps.';
  throw new UserError('not-possible', reason, next);
}

/** Sets fields of the update's or the rollback's pace; the service gets docker's defaults first where it has none. */
export function withPace(spec: ServiceSpec, which: Pace, fields: UpdateConfig): ServiceSpec {
  const { Delay, Monitor, ...rest }: UpdateConfig = { ...(spec[which] ?? DEFAULT_PACE), ...fields };
  const config: UpdateConfig = {
    ...rest,
    // The engine leaves zero durations out when it answers: so does what is compared with its answers.
    ...(Delay === undefined || Delay === 0 ? {} : { Delay }),
    ...(Monitor === undefined || Monitor === 0 ? {} : { Monitor }),
    ...(rest.MaxFailureRatio === undefined ? {} : { MaxFailureRatio: asFloat32(rest.MaxFailureRatio) }),
  };
  return { ...spec, [which]: config };
}

/** Forces an update: the counter that results, so that running it again changes nothing. */
export function withForce(spec: ServiceSpec): ServiceSpec {
  const { TaskTemplate } = spec;
  return { ...spec, TaskTemplate: { ...TaskTemplate, ForceUpdate: (TaskTemplate.ForceUpdate ?? 0) + 1 } };
}

/** The shortest number that is the same 32-bit float: the engine keeps ratios in 32 bits and prints them so. */
function asFloat32(value: number): number {
  const exact = Math.fround(value);
  for (let digits = 1; digits <= 9; digits += 1) {
    const short = Number(exact.toPrecision(digits));
    if (Math.fround(short) === exact) return short;
  }
  return exact;
}
