import { isOver, type Service, type Task } from '../../../../src/practice/swarm/state/objects.ts';
import { seededRandom } from '../../../../src/practice/swarm/time/random.ts';
import { anyOperation, heal, repair, setNode } from './operations.ts';
import { diceOf, wildSwarm, type WildSwarm } from './wild-swarm.ts';

const MINUTE = 60_000;
const HISTORY_LIMIT = 5;

/** What one life of a swarm was like; for the sum of all lives, so that a test that tests nothing is seen. */
export type Life = {
  readonly ms: number;
  readonly transitions: number;
  readonly repaired: number;
  readonly services: number;
};

/** Lives one swarm from its seed: random operations and failures, then peace. @throws when an invariant does not hold. */
export const live = (seed: number): Life => {
  const random = seededRandom(seed);
  const dice = diceOf(random);
  const shape = { managers: dice.pick([1, 1, 3]), workers: 1 + dice.below(3) };
  const swarm = wildSwarm(seed, shape);
  const log: string[] = [];
  const began = swarm.timeline.now();
  try {
    swarm.pass(MINUTE);
    const atRest = { pending: swarm.timeline.pending(), watchers: swarm.store.watchers };
    const operations = 10 + dice.below(25);
    for (let done = 0; done < operations; done += 1) {
      log.push(`${((swarm.timeline.now() - began) / 1000).toFixed(1)} s: ${anyOperation(dice)(swarm, dice)}`);
      // often at once, mostly within seconds, sometimes minutes later
      swarm.pass(dice.pick([0, 100, 1000, 5000, 20_000, 3 * MINUTE]) * random.next());
    }
    heal(swarm);
    swarm.pass(2 * MINUTE);
    for (const { nodeId = '' } of swarm.engines) {
      const answer = setNode(swarm, nodeId, (spec) => {
        spec.Availability = 'active';
      });
      expectThat(answer === '200', `a node cannot be made active: ${answer}`);
    }
    swarm.pass(12 * MINUTE); // longer than any rollout takes
    log.push('healed');
    const sick = [...swarm.store.services.all()].filter((service) => needsRepair(swarm, service));
    for (const { id } of sick) repair(swarm, id);
    swarm.pass(12 * MINUTE);
    checkConverged(swarm);
    const services = swarm.store.services.size;
    for (const { id } of swarm.store.services.all()) swarm.ask('DELETE', `/services/${id}`);
    swarm.pass(60 * MINUTE);
    checkNothingLeaks(swarm, atRest);
    const ms = swarm.timeline.now() - began;
    return { ms, transitions: swarm.store.transitions, repaired: sick.length, services };
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    throw new Error(`SWARM_SEED=${seed}\n${log.join('\n')}\n${words}`, { cause: error });
  }
};

/** A rollout that stopped, or that hangs, as they do on docker too, and images that cannot run. */
function needsRepair({ store }: WildSwarm, { id, spec, specVersion, updateStatus }: Service): boolean {
  const state = updateStatus?.state;
  if (
    state === 'paused' ||
    state === 'rollback_paused' ||
    state === 'updating' ||
    state === 'rollback_started'
  )
    return true;
  if (/redis:(crash|crash9|sick|missing)/.test(spec.TaskTemplate.ContainerSpec.Image)) return true;
  if (spec.TaskTemplate.Placement !== undefined) return true;
  const wanted = wantedOf(store.tasks.find(`service:${id}`));
  return wanted.some(
    (task) =>
      // an update without a status (trap 2), or one that a failure stopped before it lost its status
      task.spec !== spec.TaskTemplate ||
      // the scheduler forgets what waits for a node when its service is written meanwhile (seen on 20.10); a rollback brings the
      // version back, but not the task to its mind
      (task.status.state === 'pending' &&
        (task.specVersion !== specVersion || state === 'rollback_completed')),
  );
}

const wantedOf = (tasks: readonly Task[]): Task[] =>
  tasks.filter(({ desiredState }) => desiredState === 'running' || desiredState === 'ready');

function checkConverged({ store, engines }: WildSwarm): void {
  for (const { status, id } of store.nodes.all())
    expectThat(status.state === 'ready', `node ${id} is ${status.state}`);
  for (const service of store.services.all()) {
    const tasks = store.tasks.find(`service:${service.id}`);
    const wanted = 'Replicated' in service.spec.Mode ? service.spec.Mode.Replicated.Replicas : engines.length;
    const name = `${service.spec.Name} (${service.id}, spec ${service.specVersion}, ${service.updateStatus?.state})`;
    const runs = tasks.filter(
      ({ status, desiredState }) => status.state === 'running' && desiredState === 'running',
    );
    expectThat(
      runs.length === wanted,
      `${name}: ${runs.length} of ${wanted} run: ${tasks.map(brief).join(', ')}`,
    );
    const others = tasks.filter((task) => !runs.includes(task) && !isPast(task));
    expectThat(others.length === 0, `${name}: not at rest: ${others.map(brief).join(', ')}`);
    for (const task of runs) {
      const same = JSON.stringify(task.spec) === JSON.stringify(service.spec.TaskTemplate);
      expectThat(same, `${name}: ${brief(task)} runs another spec`);
    }
    const slots = Map.groupBy(tasks, ({ slot, nodeId }) => (slot === 0 ? nodeId : slot));
    for (const [slot, ofSlot] of slots) {
      const past = ofSlot.filter(isPast).length;
      expectThat(past <= HISTORY_LIMIT, `${name}: slot ${slot} remembers ${past} tasks`);
    }
  }
}

/** It has come to its end, or was never placed and never will be: that one may stay `pending`, as on docker. */
const isPast = ({ status, desiredState, nodeId }: Task): boolean =>
  desiredState === 'shutdown' && (isOver(status.state) || nodeId === '');

function checkNothingLeaks(
  { store, timeline }: WildSwarm,
  atRest: { pending: number; watchers: number },
): void {
  expectThat(store.services.size === 0, 'a service is left');
  const left = [...store.tasks.all()];
  expectThat(left.length === 0, `tasks are left: ${left.map(brief).join(', ')}`);
  expectThat(
    timeline.pending() <= atRest.pending,
    `${timeline.pending()} are planned, not ${atRest.pending}`,
  );
  expectThat(store.watchers === atRest.watchers, `${store.watchers} watch, not ${atRest.watchers}`);
}

const brief = ({ id, slot, specVersion, nodeId, status, desiredState }: Task): string =>
  `${id} slot ${slot} of ${specVersion ?? 'no'} on ${nodeId} ${status.state}/${desiredState}${status.err === undefined ? '' : ` (${status.err})`}`;

function expectThat(holds: boolean, words: string): void {
  if (!holds) throw new Error(words);
}
