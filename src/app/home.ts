import { UserError } from '../core/errors.ts';
import type { Plan } from '../core/plan/plan.ts';
import { assertUser } from '../core/policy/access.ts';
import { channelsOf, clustersInSight, placesToChange } from '../core/policy/reach.ts';
import type { HomeOpened } from '../core/ports/front.ts';
import type { MessageRef } from '../core/ports/messenger.ts';
import type { Person } from '../core/ports/people.ts';
import { bugView } from '../core/view/error-view.ts';
import type { HomeCluster, Look } from '../core/view/home-cluster.ts';
import { homeView, refusedHome } from '../core/view/home-view.ts';
import type { View } from '../core/view/view.ts';
import { inTime } from './in-time.ts';
import { clusterNamed, type Cluster, type Parts } from './parts.ts';
import { personOf } from './rights.ts';

/** How long an engine may take to answer, in ms, and Slack to tell where messages are. */
const LOOK_MS = 3_000;
/** So many messages of a cluster are linked. */
const LINKED = 10;

/**
 * What App Home is to show a person: the clusters that they may look at in a direct message, and no word of any other.
 * All engines are asked at once; one that does not answer in 3 s is shown as such. Never half: the view is whole.
 */
export async function home(parts: Parts, opened: HomeOpened, signal: AbortSignal): Promise<View> {
  try {
    const person = await personOf(parts, opened.person, signal);
    assertUser(person);
    const names = [...parts.clusters.keys()];
    const seen = clustersInSight(parts.access, names, { person, place: opened.place });
    const plans = await waiting(parts);
    return homeView({
      clusters: await Promise.all(seen.map((name) => clusterFor(parts, name, person, plans, signal))),
      elsewhere: channelsOf(
        parts.access,
        names.filter((name) => !seen.includes(name)),
      ),
      now: parts.clock.now(),
      command: opened.command,
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return refusedHome(error);
  }
}

type Asked = Pick<Plan, 'origin' | 'requester'>;

async function clusterFor(
  parts: Parts,
  name: string,
  person: Person,
  waiting: readonly Plan[],
  signal: AbortSignal,
): Promise<HomeCluster> {
  const cluster = clusterNamed(parts, name);
  const rollouts = (await parts.store.rollouts.active(name)).filter(({ state }) => state.end === null);
  const plans = waiting.filter((plan) => plan.cluster === name);
  const linked = async <T extends Asked>(
    items: readonly T[],
    refOf: (item: T) => MessageRef | null | undefined,
  ) =>
    await Promise.all(
      items.map(async (of, index) => {
        // What was asked in somebody's direct messages is there for them alone.
        const isOpen = of.origin.kind === 'channel' || of.requester === person.id;
        const ref = isOpen && index < LINKED ? refOf(of) : null;
        return { of, link: ref ? await linkTo(parts, ref, signal) : null };
      }),
    );
  const [look, linkedRollouts, linkedPlans] = await Promise.all([
    lookAt(parts, cluster, signal),
    linked(rollouts, ({ message }) => message),
    linked(plans, ({ card }) => card),
  ]);
  return {
    cluster: { name, production: cluster.production },
    look,
    rollouts: linkedRollouts,
    plans: linkedPlans,
    changesFrom: placesToChange(parts.access, { person, cluster: name }),
    channels: channelsOf(parts.access, [name]),
  };
}

/** Plans that can still be confirmed, oldest first. */
async function waiting({ store, clock }: Parts): Promise<Plan[]> {
  const now = clock.now();
  const proposed = await store.plans.inState('proposed');
  return proposed.filter(({ expiresAt }) => expiresAt > now).toSorted((a, b) => a.createdAt - b.createdAt);
}

/** Whatever goes wrong with one cluster is told in its place, and keeps nothing else from being seen. */
async function lookAt(parts: Parts, { name, swarm }: Cluster, signal: AbortSignal): Promise<Look> {
  const over = () =>
    new UserError('engine', `${name} did not answer within 3 s.`, 'Press Refresh to ask again.');
  try {
    const [nodes, services, freshness] = await inTime(parts.clock, { ms: LOOK_MS, over }, signal, (within) =>
      Promise.all([swarm.nodes(within), swarm.services({ status: true }, within), swarm.freshness(within)]),
    );
    return { kind: 'seen', nodes, services, freshness };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof UserError) {
      parts.log.info({ cluster: name, code: error.code }, 'a cluster could not be looked at for App Home');
      return { kind: 'unseen', error };
    }
    const reference = parts.ids.next();
    parts.log.error({ reference, cluster: name, err: error }, 'looking at a cluster failed');
    return { kind: 'unseen', error: new UserError('engine', bugView(reference).summary) };
  }
}

/** A link is a convenience: without it the line stands as well. */
async function linkTo(
  { messenger, clock, log }: Parts,
  ref: MessageRef,
  signal: AbortSignal,
): Promise<string | null> {
  try {
    const over = () => new Error('Slack did not tell in time where a message is');
    return await inTime(clock, { ms: LOOK_MS, over }, signal, (within) => messenger.link(ref, within));
  } catch (error) {
    signal.throwIfAborted();
    log.info({ ref, err: error }, 'a message could not be linked');
    return null;
  }
}
