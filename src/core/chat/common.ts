import { flag, text } from './kinds.ts';
import type { ParamTable } from './param.ts';

/** What every command takes: which cluster, and whether the channel may see the answer. */
export type Common = { readonly cluster?: string; readonly share: boolean };

/** The flags that every command takes beside its own. */
export const COMMON_PARAMS: ParamTable = {
  cluster: { kind: text('CLUSTER'), meaning: 'the cluster, where the channel does not say it' },
  share: { kind: flag(), meaning: 'show the answer to the channel' },
  help: { kind: flag(), short: 'h', meaning: 'explain the command' },
};
