import { byName } from '../by-name.ts';
import { replicasOf } from '../swarm/mode.ts';
import type { HomeCluster } from './home-cluster.ts';
import type { Inline } from './view.ts';

/** Where to say something, and what: `place` is a channel's id, or `direct`. */
export type Tries = { readonly place: string; readonly lines: readonly string[] };

/**
 * Three things to say, in one place where this person may say them: a change among them where they may make one. Null
 * when no channel speaks of anything. `elsewhere` are the channels of clusters that this person cannot look at here.
 */
export function triesFor(clusters: readonly HomeCluster[], elsewhere: readonly string[]): Tries | null {
  const seen = clusters.filter(({ look }) => look.kind === 'seen');
  // Practice makes perfect, and not in production.
  const [best] = (seen.length > 0 ? seen : clusters).toSorted((a, b) => rank(a) - rank(b));
  if (best !== undefined) return triesOn(best);
  const [channel] = elsewhere;
  return channel === undefined ? null : { place: channel, lines: ['services', 'nodes', 'help'] };
}

function rank({ cluster, changesFrom }: HomeCluster): number {
  return (changesFrom.length > 0 ? 0 : 2) + (cluster.production ? 1 : 0);
}

function triesOn({ cluster, look, changesFrom, channels }: HomeCluster): Tries {
  const own = channels.find((channel) => changesFrom.includes(channel));
  const place = own ?? changesFrom.find((channel) => channel !== 'direct') ?? channels[0] ?? 'direct';
  // Only a channel that is bound to the cluster knows which one is meant.
  const suffix = channels.includes(place) ? '' : ` --cluster ${cluster.name}`;
  const services = look.kind === 'seen' ? look.services : [];
  const sorted = services
    .filter(({ Spec }) => /^[\w.-]+$/.test(Spec.Name)) // what needs quotes is no example
    .toSorted((a, b) => byName(a.Spec.Name, b.Spec.Name));
  const service = sorted.find(({ Spec }) => replicasOf(Spec) !== null) ?? sorted[0];
  if (service === undefined) return { place, lines: [`services${suffix}`, `nodes${suffix}`, 'help'] };
  const { Name } = service.Spec;
  const replicas = replicasOf(service.Spec);
  const third = changesFrom.includes(place) && replicas !== null ? `scale ${Name}=${replicas + 1}` : 'nodes';
  return { place, lines: [`services${suffix}`, `ps ${Name}${suffix}`, `${third}${suffix}`] };
}

/** The lines as they are typed: with the slash command, which a direct message can do without. */
export function triesInWords({ place, lines }: Tries, command: string): Inline[] {
  const where: Inline[] = place === 'direct' ? ['here, under Messages'] : ['in ', { channel: place }];
  const typed = lines.map((line) => (place === 'direct' ? line : `${command} ${line}`));
  return [
    'Say ',
    ...where,
    ':',
    ...typed.flatMap((line): Inline[] => ['\n• ', { code: line }]),
    '\nA change shows its plan first, and waits for your Confirm.',
  ];
}
