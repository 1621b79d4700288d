import type { Plan } from '../plan/plan.ts';
import type { Inline, NoticeLevel, Part } from './view.ts';

type Decided = { readonly summary: string; readonly parts: readonly Part[] };

/** What became of a plan: who decided, when, and how it ended. For a plan that is no longer proposed. */
export function planDecision(plan: Plan): Decided {
  const outcome = plan.outcome ?? '';
  switch (plan.state) {
    case 'proposed':
      return said('info', 'waiting for its decision', ['Waiting for its decision.']);
    case 'executing':
      return said('info', 'running', [...by('Confirmed', plan), ' Running.']);
    case 'done':
      return said('success', 'accepted by the engine', [
        ...by('Confirmed', plan),
        ` ${outcome === '' ? 'The engine has accepted it.' : outcome}`,
      ]);
    case 'failed':
      return said('danger', 'failed', [...by('Confirmed', plan), ' It failed. ', outcome]);
    case 'unknown':
      return said('warning', 'outcome unknown', [...by('Confirmed', plan), ' ', outcome]);
    case 'void':
      return said('warning', 'void, nothing was changed', [
        'Void: the cluster has moved since this was planned. Nothing was changed by it. ',
        outcome,
      ]);
    case 'cancelled':
      return said('info', 'cancelled', [...by('Cancelled', plan), ' Nothing was changed. ', outcome]);
    case 'replaced':
      return said('info', 'replaced by a changed plan', [
        ...by('Changed', plan),
        ' Another plan took its place. Nothing was changed by this one.',
      ]);
    case 'expired':
      return said('info', 'expired', [
        'Nobody confirmed it until ',
        { time: plan.expiresAt, style: 'time' },
        '. Nothing was changed.',
      ]);
  }
}

function said(level: NoticeLevel, summary: string, text: readonly Inline[]): Decided {
  return {
    summary,
    parts: [{ kind: 'notice', level, text: text.filter((inline) => inline !== ''), priority: 10 }],
  };
}

function by(verb: string, { decidedBy, decidedAt }: Plan): Inline[] {
  if (decidedBy === undefined) return [`${verb}.`];
  const who: Inline[] = [`${verb} by `, { person: decidedBy }];
  if (decidedAt === undefined) return [...who, '.'];
  return [...who, ' at ', { time: decidedAt, style: 'time' }, '.'];
}
