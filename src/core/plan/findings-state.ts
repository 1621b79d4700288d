import { replicasOf } from '../swarm/mode.ts';
import { restartsTasks } from '../swarm/restart.ts';
import { engineWord, isRollback } from '../swarm/update-state.ts';
import type { Rule } from './findings-rule.ts';

/** Nothing will run: what somebody has asked for is no surprise, what a rollback brings may be one. */
export const toZero: Rule = ({ observed, rollback, target }) => {
  if (replicasOf(target) !== 0 || replicasOf(observed.Spec) === 0) return null;
  const code = 'replicas-zero';
  if (!rollback) return { code, level: 'warning', text: `Nothing of ${target.Name} will run.` };
  const text = `The spec from before has 0 replicas: nothing of ${target.Name} will run.`;
  return { code, level: 'danger', text };
};

/** Any write at all resumes a paused rollout. */
export const resumesPaused: Rule = ({ observed, rollback, target }) => {
  const state = observed.UpdateStatus?.State;
  if (rollback || engineWord(state) !== 'paused') return null;
  const what = isRollback(state) ? 'rollback' : 'rollout';
  const how = restartsTasks(observed.Spec, target)
    ? 'this takes its place'
    : 'any change, this one too, makes the engine go on with it';
  return {
    code: 'resumes-paused',
    level: 'warning',
    text: `The last ${what} of ${target.Name} is paused after failures; ${how}.`,
  };
};

/** What is rolling is not finished as it was begun. */
export const supersedes: Rule = ({ observed, rollback, target }) => {
  const state = observed.UpdateStatus?.State;
  if (rollback || engineWord(state) !== 'updating') return null;
  const what = isRollback(state) ? 'rollback' : 'rollout';
  return {
    code: 'supersedes-rollout',
    level: 'warning',
    text: `A ${what} of ${target.Name} is in progress and this takes its place: the engine forgets the spec from before it, so its own rollback on failure no longer leads there.`,
  };
};
