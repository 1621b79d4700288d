import type { UserError } from '../errors.ts';
import { errorView } from './error-view.ts';
import { clusterParts, type HomeCluster } from './home-cluster.ts';
import { triesFor, triesInWords } from './home-tries.ts';
import { joined } from './places.ts';
import type { Inline, Part, View } from './view.ts';

/** The verb of the button that asks everything again. */
export const REFRESH = 'refresh';

export type HomeSight = {
  /** The clusters that this person may look at from here, in the order of the configuration. */
  readonly clusters: readonly HomeCluster[];
  /** The channels that speak of other clusters, by id. */
  readonly elsewhere: readonly string[];
  readonly now: number; // epoch ms
  /** The slash command, such as `/swarm`. */
  readonly command: string;
};

/** A person's App Home: how the clusters are that they may look at, what they may change, and what to say. */
export function homeView({ clusters, elsewhere, now, command }: HomeSight): View {
  const tries = triesFor(clusters, elsewhere);
  return {
    summary: 'Your clusters',
    parts: [
      heading,
      { kind: 'context', text: ['As it was at ', { time: now, style: 'time' }, '.'], priority: 10 },
      refresh,
      ...clusters.flatMap(clusterParts),
      ...elsewherePart(clusters.length, elsewhere),
      ...(tries === null
        ? []
        : [
            { kind: 'heading', text: 'Try it', priority: 3 } as const,
            { kind: 'text', text: triesInWords(tries, command), priority: 3 } as const,
          ]),
    ],
  };
}

/** App Home of somebody who may see nothing, or of whom it cannot be known: why, and nothing else. */
export function refusedHome(error: UserError): View {
  return { summary: error.message, parts: [heading, refresh, ...errorView(error).parts] };
}

const heading: Part = { kind: 'heading', text: 'Your clusters', priority: 10 };
const refresh: Part = {
  kind: 'actions',
  items: [{ verb: REFRESH, ref: 'home', label: 'Refresh' }],
  priority: 10,
};

function elsewherePart(shown: number, elsewhere: readonly string[]): Part[] {
  const channels = joined(elsewhere.map((channel): Inline[] => [{ channel }]));
  if (shown > 0) {
    if (elsewhere.length === 0) return [];
    return [
      { kind: 'context', text: ['Other clusters can be looked at in ', ...channels, '.'], priority: 4 },
    ];
  }
  const way: Inline[] =
    elsewhere.length === 0
      ? ['Ask whoever keeps waggle.yml to bind a channel to a cluster.']
      : ['Ask in a channel that is bound to one: ', ...channels, '.'];
  return [
    {
      kind: 'text',
      text: ['Here, as in direct messages, only people on the allow-list may look at a cluster. ', ...way],
      priority: 9,
    },
  ];
}
