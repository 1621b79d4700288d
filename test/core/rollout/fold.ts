import { observe } from '../../../src/core/rollout/observe.ts';
import type { Observation } from '../../../src/core/rollout/observation.ts';
import type { Rollout } from '../../../src/core/rollout/rollout.ts';
import { aFailedTask } from '../../support/builders/index.ts';
import { newTask, serviceOn, SETTINGS, TARGET } from './a-rollout.ts';

export function fold(rollout: Rollout, ...looks: Observation[]): Rollout {
  return looks.reduce((folded, seen) => observe(folded, seen, SETTINGS), rollout);
}

/** What the tests ask of a folded rollout. */
export function outcome({ state }: Rollout) {
  const { phase, end, reason, updated, desired } = state;
  return { phase, end, reason, progress: `${updated}/${desired}` };
}

export const bothNew = [newTask(1), newTask(2)];
export const completed = serviceOn(TARGET, 'completed');
export const crashed = (slot: number, version: number) =>
  aFailedTask({ ID: `crash-${version}`, Slot: slot, Version: { Index: version }, Spec: TARGET.TaskTemplate });
