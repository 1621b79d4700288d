import { byName } from '../by-name.ts';
import type { Rollout, RolloutState, SlotView } from '../rollout/rollout.ts';
import { imageForTable, repositoryOf } from '../swarm/image-name.ts';
import { age, isTakenOver } from './rollout-words.ts';
import type { Part, Rich } from './view.ts';

/** So many rows are all shown: a phone has them and the buttons below on one screen or two. */
const ALL_SHOWN = 12;
/** Of more, so many that matter most; the others are counted. */
const MOST_SHOWN = 10;
const LABELS_NAMED = 10;

type Row = {
  readonly label: string;
  readonly node: string;
  readonly doing: string; // the state, or `stopping`
  readonly since: number;
  readonly image: string;
  readonly failures: number;
  readonly isWaiting: boolean;
};

/**
 * The slots with their node, their state and the time in it, and the tasks that are still to end; what any of them waits for, in
 * the engine's own words. Nothing where another change has taken over: the slots are its own by then.
 */
export function slotParts(rollout: Rollout, now: number): Part[] {
  const { state } = rollout;
  if (state.end === 'succeeded' || state.end === 'removed' || isTakenOver(rollout)) return [];
  const at = state.end === null ? now : state.observedAt;
  const rows = rowsOf(rollout);
  const isFolded = rows.length > ALL_SHOWN;
  const shown = isFolded ? rows.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST_SHOWN) : rows;
  const folded = rows.filter((row) => !shown.includes(row));
  return [...table(shown, at), ...foldedPart(folded), ...seenPart(state), ...waitingParts(state)];
}

function rowsOf({ state }: Rollout): Row[] {
  // On the way back the failures are of the spec that goes.
  const failures = Map.groupBy(state.back === null ? state.failures : [], ({ slot }) => slot);
  const slots = state.slots.map((slot) => ({
    ...slot,
    doing: slot.state,
    failures: failures.get(slot.label)?.length ?? 0,
    isWaiting: slot.words !== '' && slot.state !== 'running',
  }));
  const leaving = state.leaving.map((task) => ({
    ...task,
    doing: 'stopping',
    failures: 0,
    isWaiting: false,
  }));
  return [...slots, ...leaving].toSorted((a, b) => byName(a.label, b.label));
}

/** What needs a look comes first: failed, waiting, on its way, stopping; then those that simply run. */
function rank({ failures, isWaiting, doing }: Row): number {
  if (failures > 0) return 0;
  if (isWaiting) return 1;
  if (doing === 'running') return 4;
  return doing === 'stopping' ? 3 : 2;
}

function table(rows: readonly Row[], at: number): Part[] {
  if (rows.length === 0) return [];
  const isGlobal = rows.every(({ label, node }) => label === node); // then the node is the slot
  const images = imageColumn(rows.map(({ image }) => image));
  return [
    {
      kind: 'table',
      columns: [
        ...(isGlobal ? [] : [{ title: 'slot', align: 'right' } as const]),
        { title: 'node' },
        { title: 'state' },
        { title: images.title },
      ],
      rows: rows.map(({ label, node, doing, since, failures }, index) => [
        ...(isGlobal ? [] : [label]),
        node === '' ? '-' : node,
        `${doing} ${age(at - since)}${failures === 0 ? '' : `, failed ${failures}x`}`,
        images.cells[index] ?? '',
      ]),
      compact: true,
      priority: 6,
      overflow: 'more',
    },
  ];
}

/** Of images of one repository the tags alone: the message names it above, and a row has to fit a phone. */
function imageColumn(images: readonly string[]): {
  readonly title: string;
  readonly cells: readonly string[];
} {
  const shown = images.map(imageForTable);
  const [repository = ''] = images.map(repositoryOf);
  const areVersions = shown.every((image) => image.startsWith(`${repository}:`));
  return areVersions
    ? { title: 'tag', cells: shown.map((image) => image.slice(repository.length + 1)) }
    : { title: 'image', cells: shown };
}

function foldedPart(rows: readonly Row[]): Part[] {
  if (rows.length === 0) return [];
  const groups = Map.groupBy(rows, ({ doing, image }) => `${doing} ${imageForTable(image)}`);
  const counts = [...groups].map(([words, group]) => `${group.length} ${words}`);
  return [{ kind: 'context', text: `and ${counts.join(', ')}`, priority: 6 }];
}

/** At such an end the engine still starts tasks anew, and nobody looks any more: the times above stand still. */
function seenPart({ end, slots, desired, observedAt }: RolloutState): Part[] {
  const running = slots.filter(({ state }) => state === 'running').length;
  if ((end !== 'paused' && end !== 'failed') || slots.length === 0 || running >= desired) return [];
  const text: Rich = [
    'As seen at ',
    { time: observedAt, style: 'time' },
    '; the engine may go on restarting them.',
  ];
  return [{ kind: 'context', text, priority: 6 }];
}

/** A task that has failed is told among the causes. */
function waitingParts({ slots, failures }: RolloutState): Part[] {
  const failed = new Set(failures.map(({ taskId }) => taskId));
  const waiting = slots.filter(
    ({ taskId, words, state }) => words !== '' && state !== 'running' && !failed.has(taskId),
  );
  return [...Map.groupBy(waiting, ({ words }) => words)].map(([words, group]) => ({
    kind: 'text',
    text: [`slot ${labelsOf(group)} ${group[0]?.state ?? ''}: `, { code: words }],
    priority: 8,
    overflow: 'file',
  }));
}

function labelsOf(slots: readonly SlotView[]): string {
  const named = slots.slice(0, LABELS_NAMED).map(({ label }) => label);
  const left = slots.length - named.length;
  return left === 0 ? named.join(', ') : `${named.join(', ')} and ${left} more`;
}
