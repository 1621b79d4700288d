import type { Args, ParamTable, RawArgs } from './chat/param.ts';
import type { Draft } from './plan/draft.ts';
import type { ReleaseStore } from './ports/store.ts';
import type { SwarmReader } from './ports/swarm.ts';
import { typedArgs } from './chat/typed-args.ts';
import type { View } from './view/view.ts';

/** What commands may ask. There is no writer among them: nothing mutates from text. */
export type Observers = {
  readonly cluster: { readonly name: string; readonly production: boolean };
  readonly swarm: SwarmReader;
  readonly releases: Pick<ReleaseStore, 'latest'>;
};

type Declared<P extends ParamTable> = {
  /** docker's words: `['service', 'scale']`. */
  readonly name: readonly string[];
  /** Short forms: `[['scale']]`. */
  readonly aliases: readonly (readonly string[])[];
  readonly summary: string; // one line, for the list of help
  readonly examples: readonly string[];
  readonly params: P;
};

/** What help, usage and parsing need of any command. */
export type CommandInfo = Declared<ParamTable> & { readonly kind: Command['kind'] };

/** Looks and shows. `scope: 'bot'` needs no cluster (help). */
export type ReadCommand = Declared<ParamTable> & {
  readonly kind: 'read';
  readonly scope: 'cluster' | 'bot';
  readonly read: (on: ReadContext, raw: RawArgs) => Promise<View>;
};
export type ReadContext = {
  /** Absent for scope `bot`. */
  readonly observers?: Observers;
  readonly catalog: readonly CommandInfo[];
  readonly now: number;
  readonly signal: AbortSignal;
};

/** Observes and yields a draft of a plan. Never acts. */
export type ChangeCommand = Declared<ParamTable> & {
  readonly kind: 'change';
  readonly draft: (on: Observers, raw: RawArgs, signal: AbortSignal) => Promise<Draft>;
};

export type Command = ReadCommand | ChangeCommand;

/** Declares a `read` command on a cluster: `observe` asks, `present` is pure. */
export function readCluster<const P extends ParamTable, O>(
  declared: Declared<P> & {
    readonly observe: (on: Observers, args: Args<P>, signal: AbortSignal) => Promise<O>;
    readonly present: (observed: O, args: Args<P>, now: number) => View;
  },
): ReadCommand {
  const { observe, present, ...rest } = declared;
  return {
    ...rest,
    kind: 'read',
    scope: 'cluster',
    read: async ({ observers, now, signal }, raw) => {
      if (observers === undefined) throw new Error('a cluster command was read without a cluster');
      const args = typedArgs(declared.params, raw);
      return present(await observe(observers, args, signal), args, now);
    },
  };
}

/** Declares a `read` command about the bot itself. */
export function readBot<const P extends ParamTable>(
  declared: Declared<P> & {
    readonly present: (args: Args<P>, catalog: readonly CommandInfo[]) => View;
  },
): ReadCommand {
  const { present, ...rest } = declared;
  return {
    ...rest,
    kind: 'read',
    scope: 'bot',
    read: ({ catalog }, raw) => Promise.resolve(present(typedArgs(declared.params, raw), catalog)),
  };
}

/** Declares a `change` command: `observe` asks, `plan` is pure. */
export function change<const P extends ParamTable, O>(
  declared: Declared<P> & {
    readonly observe: (on: Observers, args: Args<P>, signal: AbortSignal) => Promise<O>;
    readonly plan: (args: Args<P>, observed: O) => Draft;
  },
): ChangeCommand {
  const { observe, plan, ...rest } = declared;
  return {
    ...rest,
    kind: 'change',
    draft: async (on, raw, signal) => {
      const args = typedArgs(declared.params, raw);
      return plan(args, await observe(on, args, signal));
    },
  };
}
