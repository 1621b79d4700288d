import {
  compareStates,
  isOver,
  type Task,
  type TaskState,
} from '../../../../../src/practice/swarm/state/objects.ts';
import type { World } from '../../../../../src/practice/swarm/world.ts';

/** What a task of an image does; ms. */
export type Conduct = {
  /** From its assignment until it could start. */
  readonly prepare?: number;
  /** From its start until it runs. */
  readonly start?: number;
  readonly stop?: number;
  /** How it ends by itself, so long after the beginning of a state. */
  readonly ends?: {
    readonly in: 'preparing' | 'starting' | 'running';
    readonly after: number;
    readonly as: TaskState;
  };
};

/**
 * A scheduler and agents in a few lines: tasks get the node with the fewest, and live as their image is told to, or their image in
 * their slot: `two/1`.
 */
export function startFakeAgents(world: World, conducts: ReadonlyMap<string, Conduct | 'unplaceable'>): void {
  const { store, timeline } = world;
  const steps = new Map<string, string>();

  const report = (task: Task, state: TaskState): void => {
    const now = store.tasks.get(task.id);
    if (now === undefined || compareStates(now.status.state, state) >= 0) return;
    if (store.nodes.get(now.nodeId)?.status.state === 'down') return;
    const status = { state, timestamp: timeline.now(), message: state };
    store.write((tx) => tx.update('task', task.id, { status }));
  };
  /** Once for each step of each task. */
  const later = (task: Task, step: string, ms: number, work: () => void): void => {
    if (steps.get(task.id) === step) return;
    steps.set(task.id, step);
    timeline.after(
      ms,
      () => {
        if (steps.get(task.id) === step) work();
      },
      'engine',
    );
  };
  const place = (task: Task): void => {
    const free = [...store.nodes.all()].filter(
      (node) => node.status.state === 'ready' && node.spec.Availability === 'active',
    );
    const [first] = free.toSorted(
      (a, b) => store.tasks.count(`node:${a.id}`) - store.tasks.count(`node:${b.id}`),
    );
    const nodeId = task.nodeId === '' ? first?.id : task.nodeId;
    if (nodeId === undefined || store.tasks.get(task.id) === undefined) return;
    const status = { state: 'assigned' as const, timestamp: timeline.now(), message: 'assigned' };
    store.write((tx) => tx.update('task', task.id, { nodeId, status }));
  };
  const move = (task: Task, conduct: Conduct): void => {
    const { state } = task.status;
    if (isOver(state)) return;
    if (compareStates(task.desiredState, 'running') > 0) {
      if (state !== 'new') later(task, 'stop', conduct.stop ?? 0, () => report(task, 'shutdown'));
      return;
    }
    const end = conduct.ends;
    if (end !== undefined && end.in === state) {
      later(task, 'end', end.after, () => report(task, end.as));
      return;
    }
    if (state === 'new') later(task, 'place', 0, () => place(task));
    else if (state === 'assigned') report(task, 'preparing');
    else if (state === 'preparing') later(task, 'ready', conduct.prepare ?? 0, () => report(task, 'ready'));
    else if (state === 'ready' && task.desiredState === 'running') report(task, 'starting');
    else if (state === 'starting') later(task, 'run', conduct.start ?? 0, () => report(task, 'running'));
  };
  store.watch(({ kind, after }) => {
    if (kind !== 'task' || after === undefined) return;
    const task = store.tasks.get(after.id);
    if (task === undefined) return;
    const image = task.spec.ContainerSpec.Image;
    const conduct = conducts.get(`${image}/${task.slot}`) ?? conducts.get(image) ?? {};
    if (conduct !== 'unplaceable') move(task, conduct);
  });
}
