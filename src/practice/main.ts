export type PracticeOptions = {
  /** Of the page, on 127.0.0.1; 0 is any free one. */
  readonly port: number;
  /** A folder that keeps everything from one start to the next. Without it everything is thrown away at the end. */
  readonly data?: string;
  /** The machine's own engine instead of a practice swarm: `unix:///path` or `tcp://host:port`. */
  readonly docker?: string;
  /** Faults of practice itself, for the one who runs it. */
  readonly onFault: (error: unknown) => void;
};

/** A running practice: a local Slack, its page, and the swarms, before the bot is connected to them. */
export type Practice = {
  /** What to open in a browser. Before a real engine there is a start token in it. */
  readonly address: string;
  /** The bot's environment, as `config/load` reads one: tokens, key, database, and WAGGLE_CONFIG, a name in `files`. */
  readonly env: Readonly<Record<string, string>>;
  /** Texts of the files that `env` names, by path. */
  readonly files: ReadonlyMap<string, string>;
  /** Saves what is kept, ends everything, and throws away what is not kept. */
  readonly stop: () => Promise<void>;
};
