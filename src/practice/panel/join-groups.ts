import { PanelRefusal, type Panel, type PanelGroup, type Try } from '../web/panel.ts';
import type { Group } from './group.ts';

export type Joined = {
  readonly groups: readonly Group[];
  readonly tries: readonly Try[];
  readonly notice?: string;
};

/** Between a group's id and its item's. */
const BETWEEN = '/';

/** One panel of several groups. Actions on one item are done strictly one after the other. */
export function joinGroups({ groups, tries, notice }: Joined): Panel {
  /** By item: the end of what is under way. */
  const busy = new Map<string, Promise<unknown>>();
  const listeners = new Set<() => void>();
  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const withPlace = (group: PanelGroup): PanelGroup => ({
    ...group,
    items: group.items.map((item) => {
      const id = `${group.id}${BETWEEN}${item.id}`;
      if (!busy.has(id)) return { ...item, id };
      const actions = item.actions.map((action) => ({ ...action, disabled: 'Something is under way here.' }));
      return { ...item, id, tone: 'busy' as const, actions };
    }),
  });

  return {
    state: () => ({
      groups: groups.map((group) => withPlace(group.state())),
      tries,
      ...(notice === undefined ? {} : { notice }),
    }),
    onChange: (listener) => {
      const stops = groups.map((group) => group.onChange(listener));
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
        for (const stop of stops) stop();
      };
    },
    act: async (id, action) => {
      const [place = '', ...rest] = id.split(BETWEEN);
      const group = groups.find((each) => each.state().id === place);
      if (group === undefined) throw new PanelRefusal('There is no such thing in the panel.');
      const before = busy.get(id) ?? Promise.resolve();
      const doing = before.then(() => group.act(rest.join(BETWEEN), action));
      const ended = doing.then(
        () => {},
        () => {}, // whoever asked is told
      );
      busy.set(id, ended);
      changed();
      try {
        return await doing;
      } finally {
        if (busy.get(id) === ended) busy.delete(id);
        changed();
      }
    },
  };
}
