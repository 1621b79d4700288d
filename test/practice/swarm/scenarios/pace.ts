import type { ApiTask } from '../api.ts';
import type { Stage } from '../stage.ts';
import { serviceOf, tasksOf } from './rolls.ts';

const mean = (numbers: readonly number[]): number =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length;

/**
 * States how a rollout that went well was paced, less what starting and stopping containers took, which is the machine's own:
 * one is made when its slot's turn comes, and runs when the old one has stopped and it has started.
 */
export const tookPace = async (
  stage: Stage,
  id: string,
  image: string,
  parallelism: number,
): Promise<void> => {
  const { UpdateStatus: status } = await serviceOf(stage, id);
  const began = Date.parse(status?.StartedAt ?? '');
  const ended = Date.parse(status?.CompletedAt ?? '');
  const tasks = (await tasksOf(stage, id)).filter(
    ({ Spec, DesiredState }) => Spec.ContainerSpec.Image === image && DesiredState === 'running',
  );
  const made = tasks.map(({ CreatedAt }) => Date.parse(CreatedAt)).toSorted((a, b) => a - b);
  const ran = tasks.map(runningAt).toSorted((a, b) => a - b);
  const workers = parallelism === 0 ? tasks.length : parallelism;
  const gaps = made.slice(workers).map((at, index) => at - (ran[index] ?? at));
  if (gaps.length > 0) stage.took('from the running of a task to the making of the next', mean(gaps));
  stage.took('from the running of the last task to the end', ended - Math.max(...ran));
  const own = mean(tasks.map((task) => runningAt(task) - Date.parse(task.CreatedAt)));
  const rounds = Math.ceil(tasks.length / workers);
  stage.took('the whole, less the time of its tasks', ended - began - rounds * own);
};

const runningAt = ({ Status }: ApiTask): number => Date.parse(Status.Timestamp);
