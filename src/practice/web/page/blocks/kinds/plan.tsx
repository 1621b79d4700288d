import { objectsAt, stringAt, type JsonObject } from '../json.ts';
import { TaskCard, TaskState } from './task-card.tsx';

/** Several steps under one title. Slack's state of a plan follows its tasks. */
export function Plan({ block }: { readonly block: JsonObject }) {
  const tasks = objectsAt(block, 'tasks');
  return (
    <details class="b-plan" open>
      <summary>
        <TaskState status={statusOf(tasks)} /> <strong>{stringAt(block, 'title')}</strong>
      </summary>
      {tasks.map((task, index) => (
        <TaskCard key={stringAt(task, 'task_id') ?? index} block={task} />
      ))}
    </details>
  );
}

function statusOf(tasks: readonly JsonObject[]): string {
  const all = tasks.map((task) => stringAt(task, 'status') ?? 'pending');
  if (all.includes('error')) return 'error';
  if (all.length > 0 && all.every((status) => status === 'complete')) return 'complete';
  return all.every((status) => status === 'pending') ? 'pending' : 'in_progress';
}
