import { formatDuration } from '../chat/duration.ts';
import { timeLeft, watchTime } from '../rollout/estimate.ts';
import type { RolloutSettings } from '../rollout/observation.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { engineWord } from '../swarm/update-state.ts';
import { causeInShort, causeParts, engineParts } from './cause-words.ts';
import {
  actOf,
  clockTime,
  endWords,
  isTakenOver,
  isWellAgain,
  offersRollback,
  oldRun,
  runsWords,
} from './rollout-words.ts';
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
    ...engineParts(rollout),
    ...actionParts(rollout),
  ];
  const verb = rollout.state.end === null ? ' ' : ': ';
  return { summary: `${name}: ${actOf(rollout)}${verb}${headline}`, parts };
}

function headlineOf(rollout: Rollout, sight: RolloutSight): string {
  const { state } = rollout;
  if (state.end !== null) {
    const why = causeInShort(rollout);
    return why === '' ? endWords(rollout) : `${endWords(rollout)}: ${why}`;
  }
  const soFar = `${clockTime(sight.now - rollout.startedAt)} so far`;
  const left = timeLeft(rollout, sight.now, sight.settings);
  switch (state.phase) {
    case 'starting':
      return `asked, not seen yet, ${soFar}`;
    case 'updating':
      return [count(rollout), soFar, ...estimateOf(rollout, left, sight.settings)].join(', ');
    case 'stuck': {
      const still = clockTime(sight.now - state.lastProgressAt);
      return `${count(rollout)}, stuck: no progress for ${still}, ${soFar}`;
    }
    case 'rolling-back': {
      const who = state.back?.by === 'engine' ? 'the engine is rolling back' : 'being rolled back by hand';
      return `${who}: ${state.updated}/${state.desired} back, ${soFar}`;
    }
    case 'settling':
      return `${count(rollout)}, ${settlingWords(rollout, left ?? 0)}, ${soFar}`;
    case 'ended':
      return '';
  }
}

function settlingWords({ state }: Rollout, left: number): string {
  if (left >= 1_000) return `watched to be stable for ${clockTime(left)} more`;
  const isBusy = engineWord(state.engineState) === 'updating';
  return isBusy ? 'waiting for the engine to call it completed' : 'watched to be stable, almost done';
}

/** Of the time left the watching is said apart: by then all run. Once a task has failed nobody knows how it goes on. */
function estimateOf(rollout: Rollout, left: number | null, settings: RolloutSettings): string[] {
  if (left === null || left < 1_000 || rollout.state.failures.length > 0) return [];
  const watched = watchTime(rollout, settings);
  if (left < watched + 1_000) return [`at least ${clockTime(left)} left`];
  return [
    `about ${clockTime(left)} left`,
    ...(watched < 1_000 ? [] : [`${clockTime(watched)} of it watching`]),
  ];
}

function count({ kind, state }: Rollout): string {
  const { leaving, updated, desired } = state;
  // Up to then the old tasks of an update end as others come: nobody waits for them alone.
  const awaited = updated < desired || leaving.length === 0 ? [] : [`${leaving.length} still stopping`];
  if (kind === 'scale' && desired === 0) return awaited[0] ?? 'all stopped';
  const fraction = `${updated}/${desired}`;
  const reached =
    state.back === null ? `${fraction} ${DONE[kind]}` : `${fraction} back on the spec from before`;
  return [reached, ...awaited].join(', ');
}

const DONE = { update: 'updated', scale: 'running', rollback: 'rolled back' } as const;

function changeLine(rollout: Rollout): Rich {
  const pace = rollout.kind === 'scale' ? '' : `, ${paceOf(rollout)}`;
  const approved: Inline[] =
    rollout.confirmedBy === rollout.requester ? [] : [', approved by ', { person: rollout.confirmedBy }];
  return [`${rollout.title}${pace}, by `, { person: rollout.requester }, ...approved];
}

function paceOf({ parallelism, delayMs }: Rollout): string {
  if (parallelism === 0) return 'all at once';
  const apart = delayMs === 0 ? '' : `, ${formatDuration(delayMs * 1_000_000)} apart`;
  return `${parallelism} at a time${apart}`;
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

function progressParts(rollout: Rollout): Part[] {
  const { end, updated, desired } = rollout.state;
  if (end !== null || desired === 0) return [];
  const old = updated < desired ? oldRun(rollout) : '';
  return [
    { kind: 'progress', done: Math.min(updated, desired), total: desired, priority: 7 },
    ...(old === '' ? [] : [{ kind: 'text', text: old, priority: 7 } as const]),
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
  if (isTakenOver(rollout))
    return [{ kind: 'notice', level: 'info', text: takenOverBy(rollout), priority: 9 }];
  const level = state.end === 'succeeded' ? 'success' : isBad(rollout) ? 'danger' : 'info';
  return [{ kind: 'notice', level, text: runsWords(rollout), priority: 9 }];
}

function takenOverBy({ serviceName, state }: Rollout): Rich {
  if (state.byPlan === '')
    return ['It is no longer followed. To see its tasks, say: ', { code: `ps ${serviceName}` }];
  return `The ${state.end === 'superseded' ? 'later change' : 'rollback'} has its own card.`;
}

/** Whether what runs now is a problem. */
function isBad(rollout: Rollout): boolean {
  const { end } = rollout.state;
  return end === 'failed' || end === 'paused' || (end === 'rolled-back' && !isWellAgain(rollout));
}

/** A click shows the plan first, so it is not asked back. */
function actionParts(rollout: Rollout): Part[] {
  if (!offersRollback(rollout)) return [];
  const action: Action = { verb: 'rollback', ref: rollout.planId, label: 'Roll back' };
  const urgent: Action = { ...action, style: 'danger' };
  return [{ kind: 'actions', items: [rollout.state.end === 'succeeded' ? action : urgent], priority: 10 }];
}
