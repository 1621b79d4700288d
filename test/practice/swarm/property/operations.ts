import type { Dice, WildSwarm } from './wild-swarm.ts';

type Spec = {
  Name: string;
  Labels?: Record<string, string>;
  TaskTemplate: {
    ContainerSpec: { Image: string; StopGracePeriod?: number };
    ForceUpdate?: number;
    Placement?: { Constraints?: string[]; MaxReplicas?: number };
    RestartPolicy?: { Condition?: string; Delay?: number };
  };
  Mode: { Replicated?: { Replicas: number }; Global?: object };
  UpdateConfig?: object;
  RollbackConfig?: object;
};
type Seen = { readonly ID: string; readonly Version: { readonly Index: number }; readonly Spec: Spec };

const SECOND = 1e9;
const GOOD = ['web:1', 'web:2', 'redis:3.0.5', 'redis:3.0.6'] as const;
const BAD = ['redis:crash', 'redis:crash9', 'redis:sick', 'redis:missing'] as const;
const SLOW = 'redis:slow';
const image = (name: string): string => `registry:5000/${name}`;

/** What a person, or the weather, does to the swarm; returns words for the log of a failure. */
export type Operation = (swarm: WildSwarm, dice: Dice) => string;

const updateConfig = (dice: Dice, startFirst: boolean) => ({
  Parallelism: dice.pick([0, 1, 1, 2]),
  Delay: dice.pick([0, 1, 5, 60]) * SECOND,
  FailureAction: dice.pick(['pause', 'continue', 'rollback']),
  Monitor: dice.pick([1, 5, 20]) * SECOND,
  MaxFailureRatio: dice.pick([0, 0, 0.5]),
  Order: startFirst ? dice.pick(['stop-first', 'start-first']) : 'stop-first',
});

const services = (swarm: WildSwarm): Seen[] => (swarm.ask('GET', '/services')?.json ?? []) as Seen[];

/** Changes one service as a client does: reads it, writes it whole with the version that was read. */
const change =
  (what: string, edit: (spec: Spec, dice: Dice) => void, query = ''): Operation =>
  (swarm, dice) => {
    const all = services(swarm);
    const [first, ...others] = all;
    if (first === undefined) return `${what}: no service`;
    const { ID, Version, Spec: spec } = structuredClone(dice.pick([first, ...others]));
    edit(spec, dice);
    // now and then somebody else has been faster
    const version = dice.chance(0.05) ? Version.Index - 1 : Version.Index;
    const answer = swarm.ask('POST', `/services/${ID}/update?version=${version}${query}`, spec);
    return `${what} ${spec.Name}: ${answer?.status ?? 'nobody answers'}`;
  };

/** Services with an odd number never start before they stop, whatever becomes of them. */
const mayStartFirst = (name: string): boolean => Number(name.slice(1)) % 2 === 0;

const create: Operation = (swarm, dice) => {
  if (services(swarm).length >= 5) return 'create: enough';
  const Name = swarm.newName();
  const spec: Spec = {
    Name,
    TaskTemplate: {
      ContainerSpec: { Image: image(dice.chance(0.8) ? dice.pick(GOOD) : dice.pick(BAD)) },
      RestartPolicy: { Condition: 'any', Delay: dice.pick([0, 5, 5, 20]) * SECOND },
      ...(dice.chance(0.3)
        ? { Placement: { Constraints: [`node.labels.zone==${dice.pick(['a', 'b'])}`] } }
        : {}),
    },
    Mode: dice.chance(0.2) ? { Global: {} } : { Replicated: { Replicas: dice.below(6) } },
    UpdateConfig: updateConfig(dice, mayStartFirst(Name)),
    RollbackConfig: updateConfig(dice, mayStartFirst(Name)),
  };
  return `create ${Name}: ${swarm.ask('POST', '/services/create', spec)?.status ?? 'nobody answers'}`;
};

const remove: Operation = (swarm, dice) => {
  const [first, ...others] = services(swarm);
  if (first === undefined) return 'remove: no service';
  const { ID, Spec: spec } = dice.pick([first, ...others]);
  return `remove ${spec.Name}: ${swarm.ask('DELETE', `/services/${ID}`)?.status ?? 'nobody answers'}`;
};

type SeenNode = {
  readonly ID: string;
  readonly Version: { readonly Index: number };
  readonly Spec: { Availability: string; Labels: Record<string, string>; Role: string };
};

export const setNode = (swarm: WildSwarm, nodeId: string, edit: (spec: SeenNode['Spec']) => void): string => {
  const seen = swarm.ask('GET', `/nodes/${nodeId}`)?.json as SeenNode | undefined;
  if (seen === undefined) return 'nobody answers';
  const spec = structuredClone(seen.Spec);
  edit(spec);
  const answer = swarm.ask('POST', `/nodes/${nodeId}/update?version=${seen.Version.Index}`, spec);
  return String(answer?.status ?? 'nobody answers');
};

const onNode =
  (what: string, edit: (spec: SeenNode['Spec'], dice: Dice) => void): Operation =>
  (swarm, dice) => {
    const engine = anyEngine(swarm, dice);
    return `${what} ${engine.name}: ${setNode(swarm, engine.nodeId ?? '', (spec) => edit(spec, dice))}`;
  };

const anyEngine = ({ engines }: WildSwarm, dice: Dice) => {
  const [first, ...others] = engines;
  if (first === undefined) throw new Error('a swarm has engines');
  return dice.pick([first, ...others]);
};

const weather =
  (what: string, happen: (swarm: WildSwarm, engine: WildSwarm['engines'][number]) => void): Operation =>
  (swarm, dice) => {
    const engine = anyEngine(swarm, dice);
    happen(swarm, engine);
    return `${what} ${engine.name}`;
  };

const setImage =
  (name: (dice: Dice) => string) =>
  (spec: Spec, dice: Dice): void => {
    spec.TaskTemplate.ContainerSpec.Image = image(name(dice));
  };

/** Each as often as its number says. */
const WEIGHTED: readonly (readonly [number, Operation])[] = [
  [4, create],
  [1, remove],
  [
    4,
    change(
      'update',
      setImage((dice) => dice.pick(GOOD)),
    ),
  ],
  [
    2,
    change(
      'break',
      setImage((dice) => dice.pick(BAD)),
    ),
  ],
  [
    1,
    change(
      'slow down',
      setImage(() => SLOW),
    ),
  ],
  [
    3,
    change('scale', (spec, dice) => {
      if (spec.Mode.Replicated !== undefined) spec.Mode.Replicated.Replicas = dice.below(7);
    }),
  ],
  [2, change('rollback', () => {}, '&rollback=previous')],
  [1, change('post again', () => {})],
  [
    1,
    change('label', (spec, dice) => {
      spec.Labels = { note: String(dice.below(9)) };
    }),
  ],
  [
    1,
    change('force', (spec) => {
      spec.TaskTemplate.ForceUpdate = (spec.TaskTemplate.ForceUpdate ?? 0) + 1;
    }),
  ],
  [
    1,
    change('configure', (spec, dice) => {
      spec.UpdateConfig = updateConfig(dice, mayStartFirst(spec.Name));
    }),
  ],
  [
    1,
    change('place', (spec, dice) => {
      spec.TaskTemplate.Placement = {
        ...(dice.chance(0.5) ? { Constraints: [`node.labels.zone!=${dice.pick(['a', 'b'])}`] } : {}),
        ...(dice.chance(0.3) ? { MaxReplicas: 2 } : {}),
      };
    }),
  ],
  [
    2,
    onNode('set the availability of', (spec, dice) => {
      spec.Availability = dice.pick(['active', 'active', 'pause', 'drain']);
    }),
  ],
  [
    1,
    onNode('label', (spec, dice) => {
      spec.Labels = { zone: dice.pick(['a', 'b']) };
    }),
  ],
  [2, weather('lose', (swarm, engine) => swarm.setPower(engine, false))],
  [3, weather('return', (swarm, engine) => swarm.setPower(engine, true))],
  [1, weather('cut', (swarm, engine) => swarm.setNetwork(engine, false))],
  [3, weather('mend', (swarm, engine) => swarm.setNetwork(engine, true))],
  [
    1,
    ({ world }, dice) => {
      const name = dice.pick(GOOD);
      world.catalog.withdraw(image(name));
      return `withdraw ${name}`;
    },
  ],
  [
    1,
    ({ world }, dice) => {
      const name = dice.pick(GOOD);
      world.catalog.script(image(name), {});
      return `publish ${name}`;
    },
  ],
];

const ALL: readonly Operation[] = WEIGHTED.flatMap(([times, operation]) =>
  Array.from({ length: times }, () => operation),
);

export const anyOperation = (dice: Dice): Operation => ALL[dice.below(ALL.length)] ?? create;

/** Everything is put right from outside: power, network, nodes, images. What services have come to is left to the swarm. */
export const heal = (swarm: WildSwarm): void => {
  for (const engine of swarm.engines) {
    swarm.setPower(engine, true);
    swarm.setNetwork(engine, true);
  }
  for (const name of GOOD) swarm.world.catalog.script(image(name), {});
};

/** A service whose rollout has stopped, or that cannot run, is put right as a person would: by an update to a good image. */
export const repair = (swarm: WildSwarm, serviceId: string): void => {
  const seen = swarm.ask('GET', `/services/${serviceId}`)?.json as Seen;
  const spec = structuredClone(seen.Spec);
  spec.TaskTemplate.ContainerSpec.Image = image('web:1');
  spec.TaskTemplate.Placement = {};
  spec.TaskTemplate.ForceUpdate = (spec.TaskTemplate.ForceUpdate ?? 0) + 1;
  const answer = swarm.ask('POST', `/services/${serviceId}/update?version=${seen.Version.Index}`, spec);
  if (answer?.status !== 200) throw new Error(`a repair is refused: ${JSON.stringify(answer)}`);
};
