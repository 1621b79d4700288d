import { byName } from '../by-name.ts';
import { distinct } from '../distinct.ts';
import type { TaskFailure } from './rollout.ts';

/** Failures with the same words and the same exit code. */
export type Cause = {
  readonly words: string;
  readonly exitCode: number | null;
  readonly count: number;
  readonly slots: readonly string[];
  readonly nodes: readonly string[];
  /** Which slot failed on which nodes, in order of the slots. */
  readonly places: readonly { readonly slot: string; readonly nodes: readonly string[] }[];
};

/** Failures grouped by cause, the most frequent first. Slots and nodes are listed once each, in order. */
export function causesOf(failures: readonly TaskFailure[]): Cause[] {
  const groups = Map.groupBy(failures, ({ words, exitCode }) => JSON.stringify([words, exitCode]));
  return [...groups.values()]
    .map((group) => ({
      words: group[0]?.words ?? '',
      exitCode: group[0]?.exitCode ?? null,
      count: group.length,
      slots: listed(group.map(({ slot }) => slot)),
      nodes: listed(group.map(({ node }) => node)),
      places: placesOf(group),
    }))
    .toSorted((a, b) => b.count - a.count);
}

function placesOf(failures: readonly TaskFailure[]): Cause['places'] {
  return [...Map.groupBy(failures, ({ slot }) => slot)]
    .map(([slot, group]) => ({ slot, nodes: listed(group.map(({ node }) => node)) }))
    .toSorted((a, b) => byName(a.slot, b.slot));
}

function listed(values: readonly string[]): string[] {
  return distinct(values)
    .filter((value) => value !== '')
    .toSorted(byName);
}
