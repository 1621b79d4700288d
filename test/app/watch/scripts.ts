import { aRollout, newTask, oldTask, serviceOn, TARGET } from '../../core/rollout/a-rollout.ts';
import { completed, crashed } from '../../core/rollout/fold.ts';
import { scene, type Sight } from './scene.ts';

export const updating = serviceOn(TARGET, 'updating');

/** Two slots: the first is new at 2 s, the second at 4 s, the engine calls it completed at 9 s. */
export function goesWell(second: number): Sight {
  const slot1 = second < 2 ? oldTask(1) : newTask(1);
  const slot2 = second < 4 ? oldTask(2) : newTask(2);
  return { services: [second < 9 ? updating : completed], tasks: [slot1, slot2] };
}

export const neverPlaced = (): Sight => ({
  services: [updating],
  tasks: [newTask(1, { NodeID: '' }, { State: 'pending', Err: 'no suitable node (x)' }), oldTask(2)],
});

/** Both run at 2 s, completed at 7 s, and crash again and again from 11 s on. */
export function crashesLate(second: number): Sight {
  const isUp = second < 11;
  return {
    services: [second < 7 ? updating : completed],
    tasks: second < 2 ? [oldTask(1), oldTask(2)] : isUp ? [newTask(1), newTask(2)] : [],
    shut: isUp ? [] : [crashed(1, 30), crashed(2, 31)],
  };
}

export async function followed(script: (second: number) => Sight, over: Parameters<typeof aRollout>[0] = {}) {
  const it = scene(script);
  it.addRow(aRollout(over));
  const bot = it.start();
  return { it, bot };
}
