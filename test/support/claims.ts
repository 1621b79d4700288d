import { wordsOf } from './scene.ts';

/** That a slot runs an image with this tag: what a form of a rollout message says in its table. */
export type Claim = { readonly slot: number; readonly tag: string };

/** Every row of a rollout message's table that says "running". */
export function claimsOf(form: Parameters<typeof wordsOf>[0]): Claim[] {
  return wordsOf(form)
    .split(/\\n|\n/)
    .flatMap((line) => {
      const row = /^\s*(\d+)\s+node\d+\s+running\b.*? {2,}([\w.]+)/.exec(line);
      return row === null ? [] : [{ slot: Number(row[1]), tag: row[2] ?? '' }];
    });
}
