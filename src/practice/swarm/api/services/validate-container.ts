import { parseReference } from '../../images/reference.ts';
import type { ContainerSpec, Labels } from '../../state/spec.ts';
import type { ApiError } from '../api.ts';
import { rpcError } from '../rpc-error.ts';
import { templateFault } from './template.ts';

const MILLISECOND = 1_000_000;

/**
 * Checks templates, image, mounts and health check (`swarmkit manager/controlapi/service.go`, validateContainerSpec).
 * @throws ApiError for the first fault.
 */
export function validateContainer(spec: ContainerSpec): void {
  validateTemplates(spec);
  if (spec.Image === '') throw invalid('ContainerSpec: image reference must be provided');
  if (parseReference(spec.Image).kind === 'invalid') {
    throw invalid(`ContainerSpec: ${JSON.stringify(spec.Image)} is not a valid repository/tag`);
  }
  const targets = new Set<string>();
  for (const { Target = '' } of spec.Mounts ?? []) {
    if (targets.has(Target)) throw invalid(`ContainerSpec: duplicate mount point: ${Target}`);
    targets.add(Target);
  }
  const { Interval, Timeout, StartPeriod, Retries = 0 } = spec.Healthcheck ?? {};
  for (const [name, time = 0] of Object.entries({ Interval, Timeout, StartPeriod })) {
    if (time !== 0 && time < MILLISECOND) {
      throw invalid(`ContainerSpec: ${name} in HealthConfig cannot be less than 1ms`);
    }
  }
  if (Retries < 0) throw invalid('ContainerSpec: Retries in HealthConfig cannot be negative');
}

const invalid = (words: string): ApiError => rpcError('InvalidArgument', words);

/** Expands every template for a task that there is not, as swarmkit does (`swarmkit template/expand.go`). */
function validateTemplates(spec: ContainerSpec): void {
  for (const entry of spec.Env ?? []) {
    const at = entry.indexOf('=');
    if (at !== -1) {
      expand(entry.slice(at + 1), `expanding env failed: expanding env ${JSON.stringify(entry)}`);
    }
  }
  for (const { Source = '', Target = '', VolumeOptions } of spec.Mounts ?? []) {
    expand(Source, `expanding mounts failed: expanding mount source ${JSON.stringify(Source)}`);
    expand(Target, `expanding mounts failed: expanding mount target ${JSON.stringify(Target)}`);
    const { Labels, DriverConfig } = VolumeOptions ?? {};
    expandMap(Labels, 'expanding mounts failed: expanding volume labels');
    expandMap(DriverConfig?.Options, 'expanding mounts failed: expanding volume driver config');
  }
  expand(spec.Hostname ?? '', 'expanding hostname failed');
}

function expandMap(map: Labels = {}, doing: string): void {
  for (const [key, value] of Object.entries(map)) {
    expand(value, `${doing}: expanding map entry ${JSON.stringify(key)}=${JSON.stringify(value)}`);
  }
}

function expand(template: string, doing: string): void {
  const fault = template.includes('{{') ? templateFault(template) : undefined;
  if (fault !== undefined) throw invalid(`${doing}: ${fault}`);
}
