import { EngineError } from '../../src/core/errors.ts';
import type { SwarmReader, SwarmWriter } from '../../src/core/ports/swarm.ts';
import type { Service, Task } from '../../src/core/swarm/objects.ts';
import type { ServiceSpec } from '../../src/core/swarm/spec.ts';

/** What shall happen to the next write: `lost-before` never arrives; `lost-after` happens, but its answer is lost; `refuse-after` happens, but a second copy of it is what is answered. */
export type Fate = 'answer' | 'lost-before' | 'lost-after' | 'refuse' | 'refuse-after';

/** One service behind the two ports, with the engine's own version check, and writes that can be lost. */
export type FakeEngine = {
  readonly reader: SwarmReader;
  readonly writer: SwarmWriter;
  readonly service: () => Service | null;
  /** Somebody else's write, or a status write. */
  readonly change: (over: Partial<Service> | null) => void;
  readonly next: (...fates: Fate[]) => void;
  /** The next looks at the service fail, as an engine fails that has no other word for it. */
  readonly failLooks: (count: number) => void;
  /** The tasks that a look finds. */
  readonly tasks: Task[];
  /** Called before each write, with the number of writes so far. */
  readonly beforeWrite: (hook: (writes: number) => void) => void;
  /** How many writes the engine accepted, and how many reached it. */
  readonly accepted: () => number;
  readonly asked: () => number;
};

export function fakeEngine(first: Service): FakeEngine {
  let service: Service | null = first;
  let accepted = 0;
  let asked = 0;
  let hook: (writes: number) => void = () => {};
  let failing = 0;
  const fates: Fate[] = [];
  const tasks: Task[] = [];

  const write = (id: string, version: number, next: (now: Service) => Partial<Service>) => {
    asked += 1;
    hook(asked);
    const fate = fates.shift() ?? 'answer';
    if (fate === 'lost-before') throw lostAnswer();
    if (fate === 'refuse')
      throw new EngineError({ reason: 'refused', message: 'No.', words: 'out of disk', status: 500 });
    if (service === null || service.ID !== id) {
      throw new EngineError({
        reason: 'not-found',
        message: 'Gone.',
        words: `service ${id} not found`,
        status: 404,
      });
    }
    if (service.Version.Index !== version) {
      throw outOfSequence();
    }
    accepted += 1;
    service = { ...service, ...next(service), Version: { Index: service.Version.Index + 1 } };
    if (fate === 'lost-after') throw lostAnswer();
    if (fate === 'refuse-after') throw outOfSequence();
    return Promise.resolve({ warnings: [] });
  };
  const update = (spec: ServiceSpec) => (now: Service) => ({
    Spec: spec,
    PreviousSpec: now.Spec,
    UpdateStatus: null,
  });
  const swap = (now: Service) => ({ Spec: now.PreviousSpec ?? now.Spec, PreviousSpec: now.Spec });
  const absent = () => Promise.reject(new Error('this fake has one service only'));

  return {
    reader: {
      service: (idOrName) => {
        failing -= 1;
        if (failing >= 0)
          return Promise.reject(
            new EngineError({ reason: 'refused', message: 'No.', words: 'internal', status: 500 }),
          );
        return Promise.resolve(service?.ID === idOrName || service?.Spec.Name === idOrName ? service : null);
      },
      services: () => Promise.resolve(service === null ? [] : [service]),
      nodes: absent,
      tasks: () => Promise.resolve(tasks),
      image: () => Promise.resolve({ kind: 'unknown', words: 'no registry here' }),
      freshness: () => Promise.resolve({ stale: false }),
      bytesRead: () => 0,
    },
    writer: {
      updateService: async ({ id, version, spec }) => await write(id, version, update(spec)),
      rollbackService: async ({ id, version }) => await write(id, version, swap),
    },
    service: () => service,
    change: (over) => {
      if (over === null || service === null) service = null;
      else service = { ...service, ...over, Version: { Index: service.Version.Index + 1 } };
    },
    next: (...given) => fates.push(...given),
    failLooks: (count) => {
      failing = count;
    },
    tasks,
    beforeWrite: (given) => {
      hook = given;
    },
    accepted: () => accepted,
    asked: () => asked,
  };
}

function outOfSequence(): EngineError {
  return new EngineError({
    reason: 'out-of-sequence',
    message: 'Moved.',
    words: 'update out of sequence',
    status: 500,
  });
}

function lostAnswer(): EngineError {
  return new EngineError({ reason: 'lost-answer', message: 'The engine did not answer.' });
}
