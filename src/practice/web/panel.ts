/**
 * What one can break and mend, as the page shows it. The page knows nothing of swarms: groups of items, each with a state in words
 * and buttons. Whoever opens the page's server hands a `Panel` in.
 */
export type PanelState = {
  readonly groups: readonly PanelGroup[];
  /** Things to try, in the order of a good tour. */
  readonly tries: readonly Try[];
  /** Said at the top, loudly; for instance that this commands a real engine. */
  readonly notice?: string;
};

export type PanelGroup = {
  readonly id: string;
  readonly title: string;
  /** One sentence below the title. */
  readonly about: string;
  readonly items: readonly PanelItem[];
};

export type PanelItem = {
  /** Unique in the whole panel. */
  readonly id: string;
  readonly label: string;
  /** How it stands, such as "ready, leader" or "lost". */
  readonly state: string;
  readonly tone: 'good' | 'bad' | 'busy' | 'neutral';
  readonly actions: readonly PanelAction[];
};

export type PanelAction = {
  readonly id: string;
  /** A verb, such as "Cut the power". */
  readonly label: string;
  readonly isDangerous: boolean;
  /** Why it cannot be done just now. */
  readonly disabled?: string;
};

/** Words to put into the composer of a channel: the page never sends them by itself. */
export type Try = { readonly label: string; readonly channel: string; readonly text: string };

/** The means behind the panel. */
export type Panel = {
  readonly state: () => PanelState;
  /** Calls `listener` after every change until the returned function is called. */
  readonly onChange: (listener: () => void) => () => void;
  /**
   * Does it, and says in a sentence what was done. Actions on one item are done one after the other.
   * @throws PanelRefusal with a sentence, for what cannot be done now.
   */
  readonly act: (item: string, action: string) => Promise<string>;
};

/** Something that the panel cannot do now; the message is for the person. */
export class PanelRefusal extends Error {
  override name = 'PanelRefusal';
}
