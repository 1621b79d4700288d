import { TROUBLES, type TroubledCatalog } from '../swarm/images/troubles.ts';
import type { PracticeSwarm } from '../swarm/options.ts';
import { PanelRefusal, type PanelItem } from '../web/panel.ts';
import type { Group } from './group.ts';

const MEND = 'mend';
const NOW = 'now';

/** Images that can be told to go wrong, in all clusters. `catalog` is theirs. */
export function imagesGroup(
  images: readonly string[],
  catalog: TroubledCatalog,
  swarms: readonly PracticeSwarm[],
): Group {
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  return {
    state: () => ({
      id: 'images',
      title: 'Images',
      about: 'How containers behave that start from now on. Update a service to an image to see it.',
      items: images.map((image) => itemOf(image, catalog)),
    }),
    onChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    act: (image, action) => {
      if (!images.includes(image)) return refuse();
      const said = perform(image, action, catalog, swarms);
      changed();
      return said === undefined ? refuse() : Promise.resolve(said);
    },
  };
}

function refuse(): Promise<never> {
  return Promise.reject(new PanelRefusal('There is no such thing in the panel.'));
}

/** Does it; what was done, in words, or undefined for an action that is not there. */
function perform(
  image: string,
  action: string,
  catalog: TroubledCatalog,
  swarms: readonly PracticeSwarm[],
): string | undefined {
  if (action === MEND) {
    catalog.mend(image);
    return `${image} is good again: containers that start from now on do what they should.`;
  }
  if (action === NOW) {
    const ended = swarms.reduce((sum, swarm) => sum + swarm.crash(image), 0);
    if (ended === 0) return `No container runs ${image} now, so none crashed.`;
    return `${ended === 1 ? 'One container' : `${ended} containers`} of ${image} crashed. The swarm starts others after some seconds.`;
  }
  const trouble = TROUBLES.find(({ name }) => name === action);
  if (trouble === undefined) return undefined;
  catalog.cause(image, trouble.name);
  return trouble.said(image);
}

function itemOf(image: string, catalog: TroubledCatalog): PanelItem {
  const trouble = catalog.troubleOf(image);
  return {
    id: image,
    label: image,
    state: trouble?.state ?? 'good',
    tone: trouble === undefined ? 'good' : 'bad',
    actions: [
      ...(trouble === undefined ? [] : [{ id: MEND, label: 'Mend', isDangerous: false }]),
      ...TROUBLES.filter(({ name }) => name !== trouble?.name).map(({ name, label }) => {
        return { id: name, label, isDangerous: true };
      }),
      { id: NOW, label: 'Crash what runs', isDangerous: true },
    ],
  };
}
