import { parseConstraints } from '../../manager/scheduler/constraints.ts';
import type { EndpointSpec, Resources, ServiceSpec, TaskTemplate, UpdateConfig } from '../../state/spec.ts';
import type { ApiError } from '../api.ts';
import { rpcError } from '../rpc-error.ts';
import { validateAnnotations } from '../validate-annotations.ts';
import type { ModeName } from './convert.ts';
import { validateContainer } from './validate-container.ts';
import { validateReferences } from './validate-references.ts';

/**
 * Checks a spec by itself, in swarmkit's order and words (`swarmkit manager/controlapi/service.go`, validateServiceSpec).
 * @throws ApiError for the first fault.
 */
export function validateSpec(spec: ServiceSpec, mode: ModeName): void {
  validateAnnotations(spec.Name);
  validateTask(spec.TaskTemplate);
  validateMode(spec, mode);
  if (mode === 'replicated' || mode === 'global') validateUpdate(spec.UpdateConfig);
  else if (spec.UpdateConfig !== undefined) throw invalid('Jobs may not have an update config');
  validateEndpoint(spec.EndpointSpec);
}

const invalid = (words: string): ApiError => rpcError('InvalidArgument', words);

function validateTask(task: TaskTemplate): void {
  validateResources(task.Resources?.Limits);
  validateResources(task.Resources?.Reservations);
  if ((task.RestartPolicy?.Delay ?? 0) < 0) throw invalid('TaskSpec: restart-delay cannot be negative');
  if ((task.RestartPolicy?.Window ?? 0) < 0) throw invalid('TaskSpec: restart-window cannot be negative');
  const constraints = parseConstraints(task.Placement?.Constraints ?? []);
  // swarmkit gives this fault no code
  if (constraints.kind === 'invalid') throw rpcError('Unknown', constraints.words);
  validateReferences(task.ContainerSpec);
  validateContainer(task.ContainerSpec);
}

const LEAST_CPU = 1e6;
const LEAST_MEMORY = 4 * 1024 * 1024;

function validateResources({ NanoCPUs = 0, MemoryBytes = 0 }: Resources = {}): void {
  if (NanoCPUs !== 0 && NanoCPUs < LEAST_CPU) {
    throw invalid(`invalid cpu value ${shortFloat(NanoCPUs / 1e9)}: Must be at least 0.001`);
  }
  if (MemoryBytes !== 0 && MemoryBytes < LEAST_MEMORY) {
    throw invalid(`invalid memory value ${MemoryBytes}: Must be at least 4MiB`);
  }
}

/** As Go's %g: an exponent below 1e-4 and from 1e21 on, of two digits at least. */
function shortFloat(value: number): string {
  const small = value !== 0 && Math.abs(value) < 1e-4;
  const text = small ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

function validateMode({ Mode }: ServiceSpec, mode: ModeName): void {
  // swarmkit reads the number as one with a sign
  if (mode === 'replicated' && 'Replicated' in Mode && Mode.Replicated.Replicas >= 2 ** 63) {
    throw invalid('Number of replicas must be non-negative');
  }
}

/** Swarmkit does not look at the config of rollbacks. */
function validateUpdate(config: UpdateConfig | undefined): void {
  if (config === undefined) return;
  if ((config.Delay ?? 0) < 0) throw invalid('TaskSpec: update-delay cannot be negative');
  if ((config.Monitor ?? 0) < 0) throw invalid('TaskSpec: update-monitor cannot be negative');
  if (config.MaxFailureRatio < 0 || config.MaxFailureRatio > 1) {
    throw invalid('TaskSpec: update-maxfailureratio cannot be less than 0 or bigger than 1');
  }
}

function validateEndpoint({ Mode, Ports = [] }: EndpointSpec = {}): void {
  const published = new Set<string>();
  for (const port of Ports) {
    if (Mode === 'dnsrr' && port.PublishMode === 'ingress') {
      throw invalid("EndpointSpec: port published with ingress mode can't be used with dnsrr mode");
    }
    if (port.PublishedPort === undefined) continue;
    const key = `${port.PublishedPort}/${port.Protocol}`;
    if (published.has(key)) throw invalid('EndpointSpec: duplicate published ports provided');
    published.add(key);
  }
}
