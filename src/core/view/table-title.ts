import type { Observers } from '../command.ts';
import type { Part } from './view.ts';

/** A cluster's name, marked where it is production. */
export function clusterInWords({ name, production }: Observers['cluster']): string {
  return production ? `${name} (PRODUCTION)` : name;
}

/** The line above a table that says what is shown, and of which cluster: a table alone does not. */
export function tableTitle(words: string): Part {
  return { kind: 'text', text: [{ bold: words }], priority: 9 };
}
