import { flag } from '../chat/kinds.ts';
import type { Plan } from '../plan/plan.ts';
import type { Inline, NoticeLevel, Part } from './view.ts';

type Decided = { readonly summary: string; readonly parts: readonly Part[] };

/** What became of a plan: who decided, when, and how it ended. For a plan that is no longer proposed. */
export function planDecision(plan: Plan): Decided {
  switch (plan.state) {
    case 'proposed':
      return said('info', 'waiting for its decision', ['Waiting for its decision.']);
    case 'executing':
      return said('info', 'running', [...by('Confirmed', plan), ' Running.']);
    case 'done':
      return said('success', 'accepted by the engine', [
        ...by('Confirmed', plan),
        ...outcomeOr(plan, 'The engine has accepted it.'),
        ...wayOn(plan),
      ]);
    case 'failed':
      return said('danger', 'failed', [...by('Confirmed', plan), ' It failed.', ...outcomeOr(plan)]);
    case 'unknown':
      return said('warning', 'outcome unknown', [...by('Confirmed', plan), ...outcomeOr(plan)]);
    case 'void':
      return said('warning', 'void, nothing was changed', [
        'Void: something changed after this plan was made, so nothing was run.',
        ...outcomeOr(plan),
      ]);
    case 'cancelled':
      return said('info', 'cancelled', [
        ...by('Cancelled', plan),
        ' Nothing was changed.',
        ...outcomeOr(plan),
      ]);
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
    parts: [{ kind: 'notice', level, text, priority: 10 }],
  };
}

function outcomeOr({ outcome = '' }: Plan, otherwise = ''): string[] {
  const words = outcome === '' ? otherwise : outcome;
  return words === '' ? [] : [` ${words}`];
}

/** Nothing follows in the thread, so this card is where the next step must stand. */
function wayOn(plan: Plan): Inline[] {
  if (!isDetached(plan)) return [];
  const said = (verb: string) =>
    plan.targets.flatMap(({ name }, index): Inline[] => [
      ...(index === 0 ? [] : [', ']),
      { code: `${verb} ${name}` },
    ]);
  return [' Not followed. See it with ', ...said('ps'), ', take it back with ', ...said('rollback'), '.'];
}

/** Not followed because that was asked for; a plan that restarts nothing has nothing to follow either. */
export function isDetached({ follow, args }: Plan): boolean {
  return !follow && flag().schema.safeParse(String(args['detach'] ?? false)).data === true;
}

function by(verb: string, { decidedBy, decidedAt }: Plan): Inline[] {
  if (decidedBy === undefined) return [`${verb}.`];
  const who: Inline[] = [`${verb} by `, { person: decidedBy }];
  if (decidedAt === undefined) return [...who, '.'];
  return [...who, ' at ', { time: decidedAt, style: 'time' }, '.'];
}
