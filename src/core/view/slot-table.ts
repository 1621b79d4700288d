import type { Rollout, SlotView } from '../rollout/rollout.ts';
import { imageForTable } from '../swarm/image-name.ts';
import { age } from './rollout-words.ts';
import type { Part } from './view.ts';

/** More slots than this are counted where they are calm; those that failed or wait are always shown. */
const ALL_SHOWN = 20;

/** The slots with their node, their state and the time in it; what any of them waits for, in the engine's own words. */
export function slotParts({ state }: Rollout, now: number): Part[] {
  if (state.slots.length === 0 || state.end === 'succeeded' || state.end === 'removed') return [];
  const at = state.end === null ? now : state.observedAt;
  const failed = new Set(state.failures.map(({ slot }) => slot));
  const folds = state.slots.length > ALL_SHOWN;
  const shown = folds
    ? state.slots.filter((slot) => slot.state !== 'running' || failed.has(slot.label))
    : state.slots;
  const calm = state.slots.filter((slot) => !shown.includes(slot));
  return [...table(shown, at), ...calmPart(calm), ...waitingParts(state.slots)];
}

function table(slots: readonly SlotView[], at: number): Part[] {
  if (slots.length === 0) return [];
  const isGlobal = slots.every(({ label, node }) => label === node); // then the node is the slot
  const rows = slots.map(({ label, node, state, since, image }) => [
    ...(isGlobal ? [] : [label]),
    node === '' ? '-' : node,
    `${state} ${age(at - since)}`,
    imageForTable(image),
  ]);
  return [
    {
      kind: 'table',
      columns: [
        ...(isGlobal ? [] : [{ title: 'slot', align: 'right' } as const]),
        { title: 'node' },
        { title: 'state' },
        { title: 'image' },
      ],
      rows,
      compact: true,
      priority: 6,
      overflow: 'more',
    },
  ];
}

function calmPart(calm: readonly SlotView[]): Part[] {
  if (calm.length === 0) return [];
  const groups = Map.groupBy(calm, ({ image }) => imageForTable(image));
  const counts = [...groups].map(([image, slots]) => `${slots.length} running ${image}`);
  return [{ kind: 'context', text: counts.join(', '), priority: 6 }];
}

function waitingParts(slots: readonly SlotView[]): Part[] {
  const waiting = slots.filter(({ words, state }) => words !== '' && state !== 'running');
  return [...Map.groupBy(waiting, ({ words }) => words)].map(([words, group]) => ({
    kind: 'text',
    text: [`slot ${group.map(({ label }) => label).join(', ')} ${group[0]?.state ?? ''}: `, { code: words }],
    priority: 8,
    overflow: 'file',
  }));
}
