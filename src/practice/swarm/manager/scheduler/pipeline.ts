import { LOG_DRIVERS, VOLUME_DRIVERS } from '../../plugins.ts';
import type { Task } from '../../state/objects.ts';
import type { Platform } from '../../state/spec.ts';
import { nodeMatches, parseConstraints } from './constraints.ts';
import { hostPorts, portKey, type NodeInfo } from './node-info.ts';

type Check = (info: NodeInfo) => boolean;

/** What a node has to pass (`swarmkit manager/scheduler/filter.go`). */
type Filter = {
  /** The check for a task; undefined when the filter has nothing to say about it. */
  readonly checkFor: (task: Task) => Check | undefined;
  /** What it means that so many nodes failed. */
  readonly explain: (nodes: number) => string;
};

/** What a task may ask for: what every engine has, or nothing in particular; whatever else it names is a missing plugin. */
const VOLUMES = new Set(['', ...VOLUME_DRIVERS]);
const LOGS = new Set(['', 'none', ...LOG_DRIVERS]);

/** In swarmkit's order: the first that a node fails is the one that is counted. */
const FILTERS: readonly Filter[] = [
  {
    checkFor: () => (info) => info.node.status.state === 'ready' && info.node.spec.Availability === 'active',
    explain: (nodes) => `${onNodes(nodes)} not available for new tasks`,
  },
  { checkFor: resourceCheck, explain: (nodes) => `insufficient resources on ${onNodes(nodes)}` },
  { checkFor: pluginCheck, explain: (nodes) => `missing plugin on ${onNodes(nodes)}` },
  {
    checkFor: constraintCheck,
    explain: (nodes) => `scheduling constraints not satisfied on ${onNodes(nodes)}`,
  },
  { checkFor: platformCheck, explain: (nodes) => `unsupported platform on ${onNodes(nodes)}` },
  { checkFor: hostPortCheck, explain: (nodes) => `host-mode port already in use on ${onNodes(nodes)}` },
  { checkFor: maxReplicasCheck, explain: () => 'max replicas per node limit exceed' },
];

/** Runs the filters for one task, or for tasks that are alike (`swarmkit manager/scheduler/pipeline.go`). */
export class Pipeline {
  readonly #steps: { readonly check: Check; readonly explain: Filter['explain']; failures: number }[] = [];

  constructor(task: Task) {
    for (const { checkFor, explain } of FILTERS) {
      const check = checkFor(task);
      if (check !== undefined) this.#steps.push({ check, explain, failures: 0 });
    }
  }

  /** Whether the node passes all. As in swarmkit, one that does makes it forget the failures so far. */
  process(info: NodeInfo): boolean {
    for (const step of this.#steps) {
      if (step.check(info)) continue;
      step.failures += 1;
      return false;
    }
    for (const step of this.#steps) step.failures = 0;
    return true;
  }

  /** Why nodes failed, the most frequent reason first. */
  explain(): string {
    return this.#steps
      .filter(({ failures }) => failures > 0)
      .toSorted((a, b) => b.failures - a.failures)
      .map(({ explain, failures }) => explain(failures))
      .join('; ');
  }
}

function onNodes(nodes: number): string {
  return nodes === 1 ? '1 node' : `${nodes} nodes`;
}

function resourceCheck(task: Task): Check | undefined {
  const reserved = task.spec.Resources?.Reservations;
  const { NanoCPUs: cpus = 0, MemoryBytes: memory = 0, GenericResources: generic = [] } = reserved ?? {};
  if (cpus === 0 && memory === 0 && generic.length === 0) return undefined;
  // the engines of the practice swarm offer no generic resources
  return (info) => cpus <= info.availableCPUs && memory <= info.availableMemory && generic.length === 0;
}

function pluginCheck(task: Task): Check | undefined {
  const { LogDriver: logDriver, ContainerSpec: container } = task.spec;
  const missing =
    !LOGS.has(logDriver?.Name ?? '') ||
    (container.Mounts ?? []).some(
      (mount) => mount.Type === 'volume' && !VOLUMES.has(mount.VolumeOptions?.DriverConfig?.Name ?? ''),
    );
  return missing ? () => false : undefined;
}

function constraintCheck(task: Task): Check | undefined {
  const list = task.spec.Placement?.Constraints ?? [];
  if (list.length === 0) return undefined;
  const parsed = parseConstraints(list);
  // they were validated when they were posted; swarmkit leaves the filter out, too
  if (parsed.kind === 'invalid') return undefined;
  return (info) => nodeMatches(parsed.constraints, info.node);
}

function platformCheck(task: Task): Check | undefined {
  const platforms = task.spec.Placement?.Platforms ?? [];
  if (platforms.length === 0) return undefined;
  return (info) => {
    const { architecture, os } = info.node.description.platform;
    return platforms.some((platform) => platformFits(platform, architecture, os));
  };
}

/** Whether an image for the platform runs on such a node; a part that is not said fits any. */
export function platformFits(image: Platform, architecture: string, os: string): boolean {
  const wanted = normalArchitecture(image.Architecture ?? '');
  return (
    (wanted === '' || wanted === normalArchitecture(architecture)) &&
    ((image.OS ?? '') === '' || image.OS === os)
  );
}

function normalArchitecture(architecture: string): string {
  if (architecture === 'x86_64') return 'amd64';
  return architecture === 'aarch64' ? 'arm64' : architecture;
}

function hostPortCheck(task: Task): Check | undefined {
  const keys = hostPorts(task).map(portKey);
  if (keys.length === 0) return undefined;
  return (info) => !keys.some((key) => info.usedHostPorts.has(key));
}

function maxReplicasCheck(task: Task): Check | undefined {
  const most = task.spec.Placement?.MaxReplicas ?? 0;
  return most === 0 ? undefined : (info) => info.activeTasksOf(task.serviceId) < most;
}
