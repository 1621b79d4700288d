import { byName } from '../by-name.ts';
import type { UserError } from '../errors.ts';
import type { Plan } from '../plan/plan.ts';
import type { Freshness } from '../ports/swarm.ts';
import type { Rollout } from '../rollout/rollout.ts';
import { isJob } from '../swarm/mode.ts';
import type { Node, Service } from '../swarm/objects.ts';
import { isRollback, engineWord } from '../swarm/update-state.ts';
import { errorView } from './error-view.ts';
import { joined, placesInWords } from './places.ts';
import { actOf, endWords } from './rollout-words.ts';
import { staleNotice } from './stale.ts';
import { clusterInWords } from './table-title.ts';
import type { Inline, Part } from './view.ts';

/** What a cluster answered, or why it did not. */
export type Look =
  | {
      readonly kind: 'seen';
      readonly nodes: readonly Node[];
      /** With their `ServiceStatus`, where the engine tells it. */
      readonly services: readonly Service[];
      readonly freshness: Freshness;
    }
  | { readonly kind: 'unseen'; readonly error: UserError };

/** A thing and the web address of its message; null where there is none. */
type Linked<T> = { readonly of: T; readonly link: string | null };

/** One cluster, as one person may see it. */
export type HomeCluster = {
  readonly cluster: { readonly name: string; readonly production: boolean };
  readonly look: Look;
  readonly rollouts: readonly Linked<Rollout>[]; // followed by Waggle, not ended
  readonly plans: readonly Linked<Plan>[]; // proposed, not expired
  /** Where this person may change it: channel ids, and `direct`. */
  readonly changesFrom: readonly string[];
  /** The channels that speak of it, by id. */
  readonly channels: readonly string[];
};

/** So many are named; of the others the number is said. */
const NAMED = 10;

/** What App Home shows of one cluster. Where there is no room, what is wrong is kept longest. */
export function clusterParts(home: HomeCluster): Part[] {
  return [
    { kind: 'heading', text: clusterInWords(home.cluster), priority: 9 },
    ...lookParts(home),
    ...listPart('Rollouts under way', [
      ...home.rollouts.map(({ of, link }) => [...rolloutLine(of), ...linkInWords(link, 'its message')]),
      ...engineRollouts(home),
    ]),
    ...listPart(
      'Plans that wait for a decision',
      home.plans.map(({ of, link }) => [...planLine(of), ...linkInWords(link, 'its card')]),
    ),
    { kind: 'context', text: rights(home), priority: 4 },
  ];
}

function lookParts({ look }: HomeCluster): Part[] {
  if (look.kind === 'unseen') return [...errorView(look.error).parts];
  return [
    ...staleNotice(look.freshness),
    {
      kind: 'fields',
      items: [
        { label: 'Nodes', value: nodesInWords(look.nodes) },
        { label: 'Services', value: servicesInWords(look.services) },
      ],
      priority: 8,
    },
  ];
}

function nodesInWords(nodes: readonly Node[]): string {
  const sorted = nodes.toSorted((a, b) => byName(a.Description.Hostname, b.Description.Hostname));
  const ready = sorted.filter(({ Status }) => Status.State === 'ready');
  const away = sorted.filter(({ Status }) => Status.State !== 'ready');
  const idle = ready.filter(({ Spec }) => Spec.Availability !== 'active');
  return [
    `${ready.length} of ${nodes.length} ready, ${managersInWords(nodes)}`,
    ...named(
      'Not ready',
      away.map(({ Description, Status }) => `${Description.Hostname} (${Status.State})`),
    ),
    ...named(
      'Takes no new tasks',
      idle.map(({ Description, Spec }) => `${Description.Hostname} (${Spec.Availability})`),
    ),
  ].join('\n');
}

function managersInWords(nodes: readonly Node[]): string {
  const managers = nodes.flatMap(({ ManagerStatus }) => (ManagerStatus ? [ManagerStatus] : []));
  const word = managers.length === 1 ? 'manager' : 'managers';
  const reachable = managers.filter(({ Reachability }) => Reachability === 'reachable').length;
  return reachable === managers.length
    ? `${managers.length} ${word}`
    : `${reachable} of ${managers.length} ${word} reachable`;
}

function servicesInWords(services: readonly Service[]): string {
  if (services.length === 0) return 'none yet';
  const counted = services.filter(({ ServiceStatus }) => ServiceStatus);
  if (counted.length < services.length) {
    return `${services.length}; this engine does not tell how many tasks run`;
  }
  const behind = services.filter((service) => !isWhole(service));
  return [
    `${services.length - behind.length} of ${services.length} run as they should`,
    ...named('Not yet', behind.toSorted((a, b) => byName(a.Spec.Name, b.Spec.Name)).map(runningOfWanted)),
  ].join('\n');
}

/** Whether as many tasks run as are wanted; of a job those that are done count too. */
function isWhole({ Spec, ServiceStatus }: Service): boolean {
  if (!ServiceStatus) return true;
  const done = isJob(Spec) ? (ServiceStatus.CompletedTasks ?? 0) : 0;
  return ServiceStatus.RunningTasks + done >= ServiceStatus.DesiredTasks;
}

function runningOfWanted({ Spec, ServiceStatus }: Service): string {
  return `${Spec.Name} ${ServiceStatus?.RunningTasks ?? '?'}/${ServiceStatus?.DesiredTasks ?? '?'}`;
}

/** `Not ready: a, b and 3 more`, or nothing. */
function named(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const rest = names.length - NAMED;
  return [`${what}: ${names.slice(0, NAMED).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`];
}

/** A titled list, a line each; nothing when it is empty. */
function listPart(title: string, lines: readonly (readonly Inline[])[]): Part[] {
  if (lines.length === 0) return [];
  const rest = lines.length - NAMED;
  return [
    {
      kind: 'text',
      text: [
        { bold: title },
        ...lines.slice(0, NAMED).flatMap((line): Inline[] => ['\n• ', ...line]),
        ...(rest > 0 ? [`\nand ${rest} more`] : []),
      ],
      priority: 7,
    },
  ];
}

function rolloutLine(rollout: Rollout): Inline[] {
  const act = [': ', `${actOf(rollout)} (${rollout.title}), by `, { person: rollout.requester }];
  return [{ bold: rollout.serviceName }, ...act, ', ', ...stateOf(rollout)];
}

function stateOf(rollout: Rollout): Inline[] {
  const { state } = rollout;
  const count = `${state.updated}/${state.desired}`;
  switch (state.phase) {
    case 'starting':
      return ['asked, not seen yet'];
    case 'updating':
      return [`${count} so far`];
    case 'stuck':
      return [`stuck at ${count} since `, { time: state.lastProgressAt, style: 'time' }];
    case 'rolling-back':
      return [`going back, ${count} back`];
    case 'settling':
      return [`${count}, watched to be stable`];
    case 'ended':
      return [endWords(rollout)];
  }
}

/** What the engine is at that Waggle does not follow: somebody else began it, or asked not to be told. */
function engineRollouts({ look, rollouts }: HomeCluster): Inline[][] {
  if (look.kind === 'unseen') return [];
  const followed = new Set(rollouts.map(({ of }) => of.serviceId));
  return look.services
    .filter(({ ID }) => !followed.has(ID))
    .toSorted((a, b) => byName(a.Spec.Name, b.Spec.Name))
    .flatMap(({ Spec, UpdateStatus }) => {
      const act = isRollback(UpdateStatus?.State) ? 'rollback' : 'rolling update';
      const word = engineWord(UpdateStatus?.State);
      if (word !== 'updating' && word !== 'paused') return [];
      const state = word === 'paused' ? 'paused by the engine' : 'under way';
      return [[{ bold: Spec.Name }, `: ${act} ${state}, not followed by Waggle`]];
    });
}

function planLine({ title, requester, expiresAt }: Plan): Inline[] {
  return [title, ', asked by ', { person: requester }, ', until ', { time: expiresAt, style: 'time' }];
}

function linkInWords(link: string | null, label: string): Inline[] {
  return link === null ? [] : [', ', { link, label }];
}

function rights({ cluster, changesFrom, channels }: HomeCluster): Inline[] {
  const may: Inline[] =
    changesFrom.length === 0
      ? [`You may look at ${cluster.name}, and not change it.`]
      : [`You may change ${cluster.name} `, ...placesInWords(changesFrom), '.'];
  if (channels.length === 0) return may;
  const mentions = joined(channels.map((channel): Inline[] => [{ channel }]));
  return [...may, ' Every full member can look at it in ', ...mentions, '.'];
}
