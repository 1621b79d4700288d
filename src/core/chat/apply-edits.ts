import type { ServiceSpec } from '../swarm/spec.ts';
import type { ParamTable } from './param.ts';

/** The spec after the edits of all arguments that were given, in the order of the table. */
export function applyEdits(
  params: ParamTable,
  args: Readonly<Record<string, unknown>>,
  spec: ServiceSpec,
): ServiceSpec {
  let edited = spec;
  for (const [name, param] of Object.entries(params)) {
    const value = args[name];
    if (value !== undefined && param.edit !== undefined) edited = param.edit(edited, value);
  }
  return edited;
}
