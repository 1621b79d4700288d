import { z } from 'zod';
import { bareSpec, canonicalJson } from './hash.ts';
import { valueInWords } from './diff-words.ts';
import { DEFAULT_PACE } from './pace.ts';
import type { ServiceSpec, UpdateConfig } from './spec.ts';

/** One row of a difference, in words: what stands in a plan. */
export const FieldChange = z.object({ field: z.string(), before: z.string(), after: z.string() });
export type FieldChange = z.infer<typeof FieldChange>;

/** Fields by path to docker's flag words; the longest that fits wins. */
const WORDS: Readonly<Record<string, string>> = {
  'TaskTemplate.ContainerSpec.Image': 'image',
  'Mode.Replicated.Replicas': 'replicas',
  'Mode.ReplicatedJob.TotalCompletions': 'completions',
  'Mode.ReplicatedJob.MaxConcurrent': 'max concurrent',
  'TaskTemplate.ForceUpdate': 'forced restarts',
  'TaskTemplate.Placement.Constraints': 'constraints',
  'TaskTemplate.Placement.MaxReplicas': 'replicas max per node',
  'TaskTemplate.Placement.Platforms': 'platforms',
  'TaskTemplate.Placement.Preferences': 'placement preferences',
  'TaskTemplate.ContainerSpec.Args': 'args',
  'TaskTemplate.ContainerSpec.Command': 'entrypoint',
  'TaskTemplate.ContainerSpec.Dir': 'workdir',
  'TaskTemplate.ContainerSpec.Mounts': 'mounts',
  'TaskTemplate.ContainerSpec.Secrets': 'secrets',
  'TaskTemplate.ContainerSpec.Configs': 'configs',
  'TaskTemplate.ContainerSpec.Healthcheck': 'health check',
  'TaskTemplate.ContainerSpec.StopGracePeriod': 'stop grace period',
  'TaskTemplate.ContainerSpec.StopSignal': 'stop signal',
  'TaskTemplate.Resources.Limits.NanoCPUs': 'limit cpu',
  'TaskTemplate.Resources.Limits.MemoryBytes': 'limit memory',
  'TaskTemplate.Resources.Limits.Pids': 'limit pids',
  'TaskTemplate.Resources.Reservations.NanoCPUs': 'reserve cpu',
  'TaskTemplate.Resources.Reservations.MemoryBytes': 'reserve memory',
  'TaskTemplate.RestartPolicy': 'restart',
  'TaskTemplate.Networks': 'networks',
  'TaskTemplate.LogDriver': 'log driver',
  'EndpointSpec.Ports': 'published ports',
  'EndpointSpec.Mode': 'endpoint mode',
  UpdateConfig: 'update',
  RollbackConfig: 'rollback',
  'TaskTemplate.ContainerSpec': '',
};

/** Lists that are one row each, whatever moved in them. */
const WHOLE = new Set([
  'TaskTemplate.ContainerSpec.Args',
  'TaskTemplate.ContainerSpec.Command',
  'TaskTemplate.Placement.Constraints',
  'TaskTemplate.Placement.Platforms',
]);

/** Maps and lists of `NAME=value` whose names are shown and whose values may be secret. */
const NAMED: Readonly<Record<string, string>> = {
  Labels: 'label',
  'TaskTemplate.ContainerSpec.Labels': 'container label',
  'TaskTemplate.ContainerSpec.Env': 'env',
};

/**
 * What differs between two specs, field by field, in docker's flag words; empty when nothing does. Values that may be
 * secret (environment, labels, arguments, anything not known) are never shown, only that they changed. Waggle's own label
 * is left out.
 */
export function diffSpecs(before: ServiceSpec, after: ServiceSpec): FieldChange[] {
  return rows('', readable(before), readable(after)).toSorted((a, b) => rank(a) - rank(b));
}

/** What people look at first comes first; the rest keeps its order. */
function rank({ field }: FieldChange): number {
  const at = ['image', 'replicas'].indexOf(field);
  return at < 0 ? 2 : at;
}

function readable(spec: ServiceSpec): ServiceSpec {
  return {
    ...bareSpec(spec),
    UpdateConfig: readablePace(spec.UpdateConfig),
    RollbackConfig: readablePace(spec.RollbackConfig),
  };
}

/** An absent config is docker's defaults; in one that is there, an absent parallelism or monitor time is shown as absent. */
function readablePace(config: UpdateConfig | null | undefined): UpdateConfig {
  if (!config) return DEFAULT_PACE;
  const { Parallelism: _, Monitor: __, ...absent } = DEFAULT_PACE;
  return { ...absent, ...config };
}

function rows(path: string, before: unknown, after: unknown): FieldChange[] {
  if (canonicalJson({ before }) === canonicalJson({ before: after })) return [];
  const named = NAMED[path];
  if (named !== undefined) return namedRows(named, before, after);
  if (!WHOLE.has(path) && (isContainer(before) || isContainer(after)) && areOpen(before, after)) {
    const keys = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
    return [...keys].flatMap((key) =>
      rows(path === '' ? key : `${path}.${key}`, part(before, key), part(after, key)),
    );
  }
  return [{ field: fieldInWords(path), ...valueInWords(path, before, after) }];
}

function areOpen(before: unknown, after: unknown): boolean {
  return [before, after].every((value) => value === undefined || value === null || isContainer(value));
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function part(value: unknown, key: string): unknown {
  return isContainer(value) ? Object.entries(value).find(([name]) => name === key)?.[1] : undefined;
}

function namedRows(word: string, before: unknown, after: unknown): FieldChange[] {
  const [old, next] = [namedValues(before), namedValues(after)];
  const names = [...new Set([...old.keys(), ...next.keys()])];
  const changed = names
    .filter((name) => old.get(name) !== next.get(name))
    .map((name) => ({
      field: `${word} ${name}`,
      before: old.has(name) ? '(set)' : '(none)',
      after: next.has(name) ? (old.has(name) ? '(changed)' : '(set)') : '(none)',
    }));
  // The same entries in another order: tasks restart for that too.
  return changed.length > 0 ? changed : [{ field: word, before: '(set)', after: '(in another order)' }];
}

function namedValues(value: unknown): Map<string, string> {
  if (!Array.isArray(value)) return new Map(isContainer(value) ? Object.entries(value) : []);
  return new Map(
    value.map(String).map((entry) => {
      const equals = entry.indexOf('=');
      return equals < 0 ? [entry, ''] : [entry.slice(0, equals), entry.slice(equals)];
    }),
  );
}

function fieldInWords(path: string): string {
  const known = Object.keys(WORDS)
    .filter((prefix) => path === prefix || path.startsWith(`${prefix}.`))
    .toSorted((a, b) => b.length - a.length)[0];
  const rest = path.slice(known === undefined ? 0 : known.length + 1);
  const words = rest.split('.').map((key) => key.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').toLowerCase());
  return [known === undefined ? '' : WORDS[known], ...words].filter(Boolean).join(' ');
}
