import { formatDuration } from '../chat/duration.ts';
import { isJob, replicasOf } from '../swarm/mode.ts';
import type { Change, Rule } from './findings.ts';
import type { Finding } from './plan.ts';

/** Everything is replaced in one go. */
export const allAtOnce: Rule = ({ replaced, pace }) => {
  const { parallelism, order } = pace;
  if (replaced < 2 || (parallelism > 0 && parallelism < replaced)) return null;
  const why = parallelism === 0 ? 'parallelism is 0' : `parallelism is ${parallelism}`;
  const stopFirst = order !== 'start-first';
  const effect = stopFirst
    ? 'nothing runs until the new ones do'
    : 'a bad image reaches every one of them before the engine can stop';
  return {
    code: 'all-at-once',
    level: stopFirst ? 'danger' : 'warning',
    text: `All ${replaced} tasks are replaced at once: ${why}, so ${effect}.`,
  };
};

/** One task, stopped before the next one starts. */
export const onlyReplica: Rule = ({ target, replaced, pace }) => {
  if (replaced !== 1 || replicasOf(target) !== 1 || pace.order === 'start-first') return null;
  return {
    code: 'single-replica',
    level: 'warning',
    text: `${target.Name} has one replica and the order is stop-first: it is down until the new task runs.`,
  };
};

/** Failures do not stop this rollout. */
export const continueOnFailure: Rule = ({ replaced, pace }) => {
  if (replaced === 0 || pace.failureAction !== 'continue') return null;
  return {
    code: 'failure-continue',
    level: 'warning',
    text: 'The failure action is continue: the rollout goes on to the last task even when the new ones fail.',
  };
};

/** The new task needs a port of the node that the old one still has. */
export const startFirstHostPort: Rule = ({ target, replaced, pace }) => {
  if (replaced === 0 || pace.order !== 'start-first') return null;
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

/** How the engine knows that a new task is well. */
export const noHealthCheck: Rule = ({ target, replaced, pace }) => {
  const test = target.TaskTemplate.ContainerSpec?.Healthcheck?.Test ?? [];
  if (replaced === 0 || (test.length > 0 && test[0] !== 'NONE')) return null;
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

/** How many tasks are replaced, and how. */
export const restarts: Rule = ({ target, replaced, pace }) => {
  if (replaced === 0) return null;
  const tasks = replaced === 1 ? '1 task' : `${replaced} tasks`;
  return {
    code: 'restarts-tasks',
    level: 'info',
    text: `${tasks} of ${target.Name} ${replaced === 1 ? 'is' : 'are'} replaced${manner(replaced, pace)}.`,
  };
};

function manner(replaced: number, { parallelism, delay, order }: Change['pace']): string {
  if (replaced === 1) return ` (${order})`;
  const many = parallelism === 0 || parallelism >= replaced ? 'all at once' : `${parallelism} at a time`;
  return `, ${many}${delay > 0 ? `, ${formatDuration(delay)} apart` : ''} (${order})`;
}

/** Only rules for later. */
export const noRestart: Rule = ({ observed, target, replaced }) => {
  if (isJob(target) || replaced > 0 || replicasOf(observed.Spec) !== replicasOf(target)) return null;
  if (replicasOf(target) === 0) return null;
  return {
    code: 'no-restart',
    level: 'info',
    text: 'No task restarts: what changes counts from the next rollout on.',
  };
};
