import type { PanelGroup } from '../web/panel.ts';

/** One group of the panel, with the means behind it. The ids of its items are its own concern: the panel puts the group's before them. */
export type Group = {
  readonly state: () => PanelGroup;
  /**
   * Does it, and says in a sentence what was done.
   * @throws PanelRefusal for what cannot be done now, or is not there.
   */
  readonly act: (item: string, action: string) => Promise<string>;
  /** Calls `listener` after every change until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void;
};
