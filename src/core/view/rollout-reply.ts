import { distinct } from '../distinct.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { causeForReply } from './cause-words.ts';
import { actOf, clockTime, endWords, offersRollback, runsWords } from './rollout-words.ts';
import type { Inline, View } from './view.ts';

/**
 * The short reply at a stop or an end that somebody must hear of: it mentions who asked and who confirmed, says why, what runs
 * now, and what to do.
 */
export function announcement(rollout: Rollout): View {
  const text = [...whatHappened(rollout), ...nextStep(rollout)];
  const people = distinct([rollout.requester, rollout.confirmedBy]);
  const mentions = people.flatMap((person): Inline[] => [{ person }, ' ']);
  return {
    summary: text.map(plain).join(''),
    parts: [{ kind: 'text', text: [...mentions, ...text], priority: 10, overflow: 'file' }],
  };
}

function whatHappened(rollout: Rollout): Inline[] {
  const { state } = rollout;
  const what = `${rollout.serviceName} on ${rollout.cluster}: ${actOf(rollout)}`;
  switch (state.end) {
    case null: {
      const still = clockTime(state.observedAt - state.lastProgressAt);
      return [
        `${what} is stuck, no progress for ${still}: `,
        { code: state.reason },
        '. It is still being watched.',
      ];
    }
    case 'failed':
    case 'paused':
    case 'rolled-back': {
      const cause = causeForReply(rollout);
      const why = cause.length === 0 ? [] : [': ', ...cause];
      return [`${what}: ${endWords(rollout)}`, ...why, `. ${runsWords(rollout)}`];
    }
    case 'succeeded':
    case 'rolled-back-by-hand':
    case 'superseded':
    case 'removed':
      return [`${what}: ${endWords(rollout)}`];
  }
}

function nextStep(rollout: Rollout): Inline[] {
  const { end } = rollout.state;
  if (end !== null && end !== 'failed' && end !== 'paused') return [];
  return offersRollback(rollout)
    ? [' Press Roll back above, or say: ', { code: `rollback ${rollout.serviceName}` }]
    : [' To see its tasks, say: ', { code: `ps ${rollout.serviceName}` }];
}

function plain(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  return 'code' in inline ? inline.code : '';
}
