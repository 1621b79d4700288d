import { formatDuration } from '../chat/duration.ts';
import { type Cause, causesOf } from '../rollout/causes.ts';
import { timeLeft } from '../rollout/estimate.ts';
import type { RolloutSettings } from '../rollout/observation.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { actOf, clockTime, endWords, imagesRun } from './rollout-words.ts';
import { slotParts } from './slot-table.ts';
import type { Action, Inline, Part, Rich, View } from './view.ts';

/** The cluster cannot be seen, or answers with the past. `words` are the engine's own. */
export type Lost = { readonly since: number; readonly words: string; readonly stale: boolean };

export type RolloutSight = {
  readonly now: number; // epoch ms
  readonly settings: RolloutSettings;
  readonly lost?: Lost;
};

/** The one message that follows a rollout, live and at its end. */
export function rolloutView(rollout: Rollout, sight: RolloutSight): View {
  const name = `${rollout.serviceName} on ${rollout.cluster}`;
  const headline = headlineOf(rollout, sight);
  const parts: Part[] = [
    { kind: 'heading', text: `${name}: ${actOf(rollout)}`, priority: 10 },
    { kind: 'text', text: [{ bold: headline }], priority: 10 },
    { kind: 'context', text: changeLine(rollout), priority: 8 },
    ...lostParts(sight.lost),
    ...progressParts(rollout),
    ...noticeParts(rollout),
    ...slotParts(rollout, sight.now),
    ...causeParts(rollout),
    ...actionParts(rollout),
  ];
  const verb = rollout.state.end === null ? ' ' : ': ';
  return { summary: `${name}: ${actOf(rollout)}${verb}${headline}`, parts };
}

/** The short reply at a stop or an end that somebody must hear of: it mentions who asked and who confirmed. */
export function announcement(rollout: Rollout): View {
  const { state } = rollout;
  const what = `${rollout.serviceName} on ${rollout.cluster}: ${actOf(rollout)}`;
  const words =
    state.end === null
      ? `is stuck, no progress for ${clockTime(state.observedAt - state.lastProgressAt)}: ${state.reason}`
      : endWords(rollout);
  const text = state.end === null ? `${what} ${words}` : `${what}: ${words}`;
  const people = [...new Set([rollout.requester, rollout.confirmedBy])];
  const mentions = people.flatMap((person): Inline[] => [{ person }, ' ']);
  const tail = state.end === 'failed' || state.end === 'paused' ? `. ${imagesRun(rollout)}.` : '';
  return { summary: text, parts: [{ kind: 'text', text: [...mentions, `${text}${tail}`], priority: 10 }] };
}

function headlineOf(rollout: Rollout, sight: RolloutSight): string {
  const { state } = rollout;
  if (state.end !== null) return endWords(rollout);
  const soFar = `${clockTime(sight.now - rollout.startedAt)} so far`;
  const left = timeLeft(rollout, sight.now, sight.settings);
  switch (state.phase) {
    case 'starting':
      return `asked, not seen yet, ${soFar}`;
    case 'updating':
      return [count(rollout), soFar, ...(isWorthSaying(left) ? [`about ${clockTime(left)} left`] : [])].join(
        ', ',
      );
    case 'stuck': {
      const still = clockTime(sight.now - state.lastProgressAt);
      return `${count(rollout)}, stuck: no progress for ${still}, ${soFar}`;
    }
    case 'rolling-back': {
      const who = state.back?.by === 'engine' ? 'the engine is rolling back' : 'being rolled back by hand';
      return `${who}: ${state.updated}/${state.desired} back, ${soFar}`;
    }
    case 'settling':
      return left === 0
        ? `${count(rollout)}, waiting for the engine to call it completed, ${soFar}`
        : `${count(rollout)}, watched to be stable for ${clockTime(left ?? 0)} more, ${soFar}`;
    case 'ended':
      return '';
  }
}

/** An estimate that has run out tells nothing. */
function isWorthSaying(left: number | null): left is number {
  return left !== null && left >= 1_000;
}

function count({ kind, state }: Rollout): string {
  const fraction = `${state.updated}/${state.desired}`;
  if (state.back !== null) return `${fraction} back on the spec from before`;
  switch (kind) {
    case 'update':
      return `${fraction} updated`;
    case 'scale':
      return `${fraction} running`;
    case 'rollback':
      return `${fraction} rolled back`;
  }
}

function changeLine(rollout: Rollout): Rich {
  const pace =
    rollout.kind === 'scale'
      ? ''
      : `, ${rollout.parallelism === 0 ? 'all' : rollout.parallelism} at a time` +
        (rollout.delayMs === 0 ? '' : `, ${formatDuration(rollout.delayMs * 1_000_000)} apart`);
  const approved: Inline[] =
    rollout.confirmedBy === rollout.requester ? [] : [', approved by ', { person: rollout.confirmedBy }];
  return [`${rollout.title}${pace}, by `, { person: rollout.requester }, ...approved];
}

function lostParts(lost: Lost | undefined): Part[] {
  if (lost === undefined) return [];
  const what = lost.stale
    ? 'The manager that answers has lost the others, so what is shown may be old, since '
    : 'Waggle cannot see the cluster since ';
  const words = lost.words === '' ? '' : ` (${lost.words})`;
  const text: Rich = [what, { time: lost.since, style: 'time' }, `, still trying${words}.`];
  return [{ kind: 'notice', level: 'warning', text, priority: 9 }];
}

function progressParts({ state }: Rollout): Part[] {
  if (state.end !== null || state.desired === 0) return [];
  return [
    { kind: 'progress', done: Math.min(state.updated, state.desired), total: state.desired, priority: 7 },
  ];
}

function noticeParts(rollout: Rollout): Part[] {
  const { state } = rollout;
  if (state.phase === 'stuck') {
    const text: Rich = [
      'Stuck since ',
      { time: state.lastProgressAt, style: 'time' },
      ': ',
      { code: state.reason },
    ];
    return [{ kind: 'notice', level: 'warning', text, priority: 9 }];
  }
  if (state.phase === 'rolling-back' && state.reason !== '') {
    return [{ kind: 'notice', level: 'warning', text: [{ code: state.reason }], priority: 9 }];
  }
  if (state.end === null || state.end === 'removed') return [];
  const level = state.end === 'succeeded' ? 'success' : isBad(rollout) ? 'danger' : 'info';
  return [{ kind: 'notice', level, text: `${imagesRun(rollout)}.`, priority: 9 }];
}

function isBad({ state }: Rollout): boolean {
  return state.end === 'failed' || state.end === 'paused' || state.end === 'rolled-back';
}

function causeParts({ state }: Rollout): Part[] {
  return causesOf(state.failures).map((cause) => ({
    kind: 'text',
    text: [`${causeWords(cause)}: `, { code: cause.words }],
    priority: 9,
    overflow: 'file',
  }));
}

function causeWords({ count, exitCode, slots, nodes }: Cause): string {
  const code = exitCode === null ? '' : `, exit code ${exitCode}`;
  const what = count === 1 ? '1 task failed' : `${count} tasks failed`;
  const isGlobal = slots.join() === nodes.join();
  const where = [
    ...(isGlobal ? [] : [`slot ${slots.join(', ')}`]),
    ...(nodes.length === 0 ? [] : [`on ${nodes.join(', ')}`]),
  ];
  return `${what} (${where.join(' ')}${code})`;
}

/**
 * Undoing an undo would go forward again, so a rollback has no such button. A click shows the plan first, so it is not asked
 * back; a rollout that went well offers it too, since a service may run and still be wrong.
 */
function actionParts(rollout: Rollout): Part[] {
  const { end, back } = rollout.state;
  const isRunning = end === null && back === null;
  const isThere = end === 'failed' || end === 'paused' || end === 'succeeded';
  if (rollout.kind === 'rollback' || !(isRunning || isThere)) return [];
  const action: Action = { verb: 'rollback', ref: rollout.planId, label: 'Roll back' };
  const urgent: Action = { ...action, style: 'danger' };
  return [{ kind: 'actions', items: [end === 'succeeded' ? action : urgent], priority: 10 }];
}
