import { formatDuration } from '../chat/duration.ts';
import { sentence } from '../chat/sentence.ts';
import { diffSpecs } from '../swarm/diff.ts';
import { isJob, replicasOf } from '../swarm/mode.ts';
import { paceOf } from '../swarm/pace.ts';
import { restartsTasks } from '../swarm/restart.ts';
import type { Change, Rule } from './findings-rule.ts';
import type { Finding } from './plan.ts';

/** Everything is replaced in one go, or the larger part of it. */
export const allAtOnce: Rule = ({ replaced, pace }) => {
  const { count, of, exact } = replaced;
  const { parallelism, order } = pace;
  if (count < 2 || (parallelism > 0 && parallelism < count)) return null;
  const left = exact ? of - count : 0;
  if (left >= count) return null;
  const all = count === 2 ? 'Both' : `All ${count}`;
  const which = exact ? (left === 0 ? all : `${count} of ${of}`) : `Up to ${count}`;
  const stopFirst = order !== 'start-first';
  const beside = left === 0 ? 'nothing runs' : `only ${left} ${left === 1 ? 'runs' : 'run'}`;
  const effect = stopFirst
    ? `${beside} until the new ones do`
    : 'a bad image reaches every one of them before the engine can stop';
  return {
    code: 'all-at-once',
    level: stopFirst && left === 0 ? 'danger' : 'warning',
    text: `${which} tasks are replaced at once: parallelism is ${parallelism}, so ${effect}.`,
  };
};

/** Nothing is replaced now, but the next rollout replaces everything in one go. */
export const allAtOnceLater: Rule = ({ observed, target, replaced }) => {
  const [before, after] = [observed.Spec, target].map((spec) => paceOf(spec, 'UpdateConfig').parallelism);
  if (replaced.count > 0 || after !== 0 || before === 0 || isJob(target)) return null;
  return {
    code: 'parallelism-zero',
    level: 'warning',
    text: '0 means all at once, from the next rollout on.',
  };
};

/** One task, stopped before the next one starts. */
export const onlyReplica: Rule = ({ target, replaced, pace }) => {
  if (replaced.count !== 1 || replicasOf(target) !== 1 || pace.order === 'start-first') return null;
  return {
    code: 'single-replica',
    level: 'warning',
    text: `${target.Name} has one replica and the order is stop-first: it is down until the new task runs.`,
  };
};

/** Failures do not stop this rollout. */
export const continueOnFailure: Rule = ({ replaced, pace }) => {
  if (replaced.count === 0 || pace.failureAction !== 'continue') return null;
  return {
    code: 'failure-continue',
    level: 'warning',
    text: 'The failure action is continue: the rollout goes on to the last task even when the new ones fail.',
  };
};

/** The new task needs a port of the node that the old one still has. */
export const startFirstHostPort: Rule = ({ target, replaced, pace }) => {
  if (replaced.count === 0 || pace.order !== 'start-first') return null;
  const ports = (target.EndpointSpec?.Ports ?? []).filter(
    ({ PublishMode, PublishedPort = 0 }) => PublishMode === 'host' && PublishedPort > 0,
  );
  if (ports.length === 0) return null;
  const numbers = ports.map(({ PublishedPort }) => PublishedPort).join(', ');
  return {
    code: 'start-first-host-port',
    level: 'danger',
    text: `The order is start-first, but the tasks publish port ${numbers} of their node: a new task finds no place on a node whose old one still holds it.`,
  };
};

/** How the engine knows that a new task is well. A spec that ran before is known. */
export const noHealthCheck: Rule = ({ target, replaced, rollback, pace }) => {
  const test = target.TaskTemplate.ContainerSpec?.Healthcheck?.Test ?? [];
  if (rollback || replaced.count === 0 || (test.length > 0 && test[0] !== 'NONE')) return null;
  const [text, level]: [string, Finding['level']] =
    test[0] === 'NONE'
      ? ['Its health check is switched off', 'warning']
      : ['The service sets no health check (the image may bring one)', 'info'];
  return {
    code: 'no-health-check',
    level,
    text: `${text}: without one, a task that keeps running for ${formatDuration(pace.monitor)} counts as good, whatever it answers.`,
  };
};

/** Taking a forced restart back turns a counter back, and restarts everything for it. */
export const restartsAgain: Rule = ({ observed, target, rollback, replaced }) => {
  const { TaskTemplate } = observed.Spec;
  const { ForceUpdate } = target.TaskTemplate;
  if (!rollback || replaced.count === 0 || TaskTemplate.ForceUpdate === ForceUpdate) return null;
  if (diffSpecs({ ...observed.Spec, TaskTemplate: { ...TaskTemplate, ForceUpdate } }, target).length > 0) {
    return null;
  }
  return {
    code: 'restart-again',
    level: 'warning',
    text: 'This restarts the tasks again and changes nothing else.',
  };
};

/** How many tasks are replaced, and how. */
export const restarts: Rule = ({ observed, target, replaced, pace }) => {
  const { count, of, exact } = replaced;
  if (count === 0) return null;
  const part = `${exact ? '' : 'up to '}${count === of ? count : `${count} of ${of}`}`;
  const noun = of === 1 ? 'task' : 'tasks';
  const are = count === 1 ? 'is' : 'are';
  const how = manner(count, pace);
  // Nothing in this write restarts a task, but it takes over a rollout that has not replaced all of them.
  const text = restartsTasks(observed.Spec, target)
    ? `${part} ${noun} of ${target.Name} ${are} replaced${how}.`
    : `${part} ${noun} of ${target.Name} ${are} not up to date yet and ${are} replaced too${how}.`;
  return { code: 'restarts-tasks', level: 'info', text: sentence(text) };
};

function manner(replaced: number, { parallelism, delay, order }: Change['pace']): string {
  if (replaced === 1) return ` (${order})`;
  const many = parallelism === 0 || parallelism >= replaced ? 'all at once' : `${parallelism} at a time`;
  return `, ${many}${delay > 0 ? `, ${formatDuration(delay)} apart` : ''} (${order})`;
}

/** Only rules for later, or what runs is what is asked for. */
export const noRestart: Rule = ({ observed, target, replaced }) => {
  const { count, of } = replaced;
  if (isJob(target) || count > 0 || replicasOf(target) === 0) return null;
  if (replicasOf(observed.Spec) !== replicasOf(target)) return null;
  if (!restartsTasks(observed.Spec, target)) {
    const text = 'No task restarts: what changes counts from the next rollout on.';
    return { code: 'no-restart', level: 'info', text };
  }
  if (of === 0) return null;
  const text = `No task of ${target.Name} is replaced: every one of them is still on that spec.`;
  return { code: 'no-restart', level: 'info', text };
};

/** Scaled to nothing before: the write is taken, and no task shows it. */
export const noTaskRuns: Rule = ({ observed, target, rollback }) => {
  if (replicasOf(observed.Spec) !== 0 || replicasOf(target) !== 0) return null;
  if (!restartsTasks(observed.Spec, target)) return null;
  const [before, after] = [observed.Spec, target].map(
    ({ TaskTemplate }) => TaskTemplate.ContainerSpec?.Image,
  );
  const what = rollback || before === after ? 'this' : 'the new image';
  return {
    code: 'no-task-runs',
    level: 'info',
    text: `No task runs now: ${what} counts when it is scaled up.`,
  };
};
