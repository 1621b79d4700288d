import type { Behaviour, Catalog } from './catalog.ts';

export type TroubleName = 'crash' | 'crash-later' | 'sick' | 'slow' | 'missing';

/** One way for an image to go wrong, and its words for whoever offers it. */
export type Trouble = {
  readonly name: TroubleName;
  /** Of a button: "Crash at the start". */
  readonly label: string;
  /** How the image stands then: "crashes at the start". */
  readonly state: string;
  /** What was done, in a sentence. */
  readonly said: (image: string) => string;
};

const UNTOUCHED = 'Containers that run already go on.';

/** All that an image can be told to do, the plainest first. `TroubledCatalog.mend` undoes each of them. */
export const TROUBLES: readonly Trouble[] = [
  {
    name: 'crash',
    label: 'Crash at the start',
    state: 'crashes at the start',
    said: (image) => `Every container of ${image} that starts from now on ends with code 1. ${UNTOUCHED}`,
  },
  {
    name: 'crash-later',
    label: 'Crash after 9 s',
    state: 'crashes after 9 s',
    said: (image) => `Every container of ${image} that starts from now on crashes after 9 s. ${UNTOUCHED}`,
  },
  {
    name: 'sick',
    label: 'Fail the health check',
    state: 'fails its health check',
    said: (image) =>
      `Every container of ${image} that starts from now on is healthy for 10 s, then fails its health check. ${UNTOUCHED}`,
  },
  {
    name: 'slow',
    label: 'Be slow',
    state: 'is slow',
    said: (image) =>
      `${image} takes 20 s to pull where it is not yet, and 15 s until it is healthy. ${UNTOUCHED}`,
  },
  {
    name: 'missing',
    label: 'Be missing',
    state: 'is missing from its registry',
    said: (image) => `${image} is in no registry now; a node that has pulled it still has it.`,
  },
];

const fails = (line: string, after: number): Behaviour['log'] => [{ after, stream: 'stderr', line }];

const BEHAVIOURS: Readonly<Record<Exclude<TroubleName, 'missing'>, (good: Behaviour) => Behaviour>> = {
  crash: (good) => ({
    ...good,
    exit: { after: 300, code: 1 },
    log: fails('cannot read the configuration', 250),
  }),
  'crash-later': (good) => ({
    ...good,
    exit: { after: 9000, code: 1 },
    log: [...good.log, ...fails('lost the database', 8900)],
  }),
  // it has to be healthy first: before, an unhealthy container is not yet a task that ran
  sick: (good) => ({ ...good, healthyAfter: 2000, unhealthy: { after: 12_000, code: 137 } }),
  slow: (good) => ({ ...good, pull: 20_000, healthyAfter: 15_000 }),
};

/** Registries whose images can be told to go wrong. */
export type TroubledCatalog = Catalog & {
  /** What is wrong with an image; undefined when nothing is. */
  readonly troubleOf: (reference: string) => Trouble | undefined;
  /**
   * From now on the image goes wrong so, under all its names, and in no other way that it was told before. A container that runs a
   * command of its own instead of the image's program heeds only `slow` and `missing`. @throws RangeError for an image that no
   * registry has.
   */
  readonly cause: (reference: string, trouble: TroubleName) => void;
  /** It is good again, as far as it was: containers that start from now on, and whoever pulls it. */
  readonly mend: (reference: string) => void;
};

/** Lays troubles over a catalog, which stays as it is. Several swarms may share one, as they do registries. */
export function troubledCatalog(catalog: Catalog): TroubledCatalog {
  /** By digest, which all names of an image share. */
  const troubles = new Map<string, TroubleName>();

  const digestOf = (reference: string): string | undefined => {
    const found = catalog.lookUp(reference);
    return found.kind === 'found' ? found.image.digest : undefined;
  };
  const mustHave = (reference: string): string => {
    const digest = digestOf(reference);
    if (digest === undefined) throw new RangeError(`No registry has an image ${reference}.`);
    return digest;
  };
  return {
    ...catalog,
    lookUp: (reference) => {
      const found = catalog.lookUp(reference);
      if (found.kind !== 'found') return found;
      const trouble = troubles.get(found.image.digest);
      if (trouble === undefined) return found;
      if (trouble === 'missing') return { kind: 'missing' };
      const behaviour = BEHAVIOURS[trouble](found.image.behaviour);
      return { kind: 'found', image: { ...found.image, behaviour } };
    },
    troubleOf: (reference) => {
      const its = troubles.get(digestOf(reference) ?? '');
      return TROUBLES.find(({ name }) => name === its);
    },
    cause: (reference, trouble) => void troubles.set(mustHave(reference), trouble),
    mend: (reference) => void troubles.delete(digestOf(reference) ?? ''),
  };
}
