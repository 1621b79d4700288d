import type { Catalog } from './images/catalog.ts';
import type { Store } from './state/store.ts';
import type { Random } from './time/random.ts';
import type { Timeline } from './time/timeline.ts';

/** What every part of the manager and every agent is handed. */
export type World = {
  readonly timeline: Timeline;
  readonly random: Random;
  readonly store: Store;
  readonly catalog: Catalog;
};
