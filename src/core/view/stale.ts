import type { Freshness } from '../ports/swarm.ts';
import type { Part } from './view.ts';

/** The warning above what a manager without quorum answers; nothing when the answer is fresh. */
export function staleNotice(freshness: Freshness): Part[] {
  if (!freshness.stale) return [];
  const why = freshness.words === undefined || freshness.words === '' ? '' : ` It says: ${freshness.words}`;
  return [
    {
      kind: 'notice',
      level: 'warning',
      text: `This may be out of date: the manager that answered has no leader to ask.${why}`,
      priority: 9,
    },
  ];
}
