import { sentence } from '../chat/sentence.ts';
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

/** Any write at all resumes a paused rollout: a danger where old tasks still serve and the failed image would replace them. */
export const resumesPaused: Rule = ({ observed, rollback, target, replaced }) => {
  const state = observed.UpdateStatus?.State;
  if (rollback || engineWord(state) !== 'paused') return null;
  const code = 'resumes-paused';
  const what = `${isRollback(state) ? 'rollback' : 'rollout'} of ${target.Name}`;
  const paused = `The last ${what} is paused after failures`;
  if (restartsTasks(observed.Spec, target)) {
    return { code, level: 'warning', text: `${paused}; this takes its place.` };
  }
  const { count, exact } = replaced;
  if (count === 0) {
    const text = `${paused}; any change, this one too, makes the engine go on with it.`;
    return { code, level: 'warning', text };
  }
  const more = `${exact ? '' : 'up to '}${count} more ${count === 1 ? 'task' : 'tasks'}`;
  return {
    code,
    level: 'danger',
    text: `The ${what} was paused after failures: this resumes it and replaces ${more} by the image that failed.`,
  };
};

/** What is rolling is not finished as it was begun: another takes its place, or it goes on without its way back. */
export const supersedes: Rule = ({ observed, rollback, target }) => {
  const state = observed.UpdateStatus?.State;
  if (rollback || engineWord(state) !== 'updating') return null;
  const forgets =
    'the engine forgets the spec from before it, so its own rollback on failure no longer leads there.';
  const back = isRollback(state);
  const text = restartsTasks(observed.Spec, target)
    ? `A ${back ? 'rollback' : 'rollout'} of ${target.Name} is in progress and this takes its place: ${forgets}`
    : `The ${back ? 'rollback' : 'update'} of ${target.Name} that is under way goes on under this change. ${sentence(forgets)}`;
  return { code: 'supersedes-rollout', level: 'warning', text };
};
