/**
 * How much of what is over a workspace remembers. Tests look back at everything; a workspace that people keep running for
 * weeks has to forget.
 */
export type Keep = 'everything' | 'recent';

/** What `recent` keeps: so many entries of each log, messages (ephemeral and deleted ones too), and files. */
export const recent = { log: 1_000, messages: 5_000, files: 500, fileBytes: 128 * 1024 * 1024 } as const;

/** Adds an entry to a log. */
export function note<T>(log: T[], entry: T, keep: Keep): void {
  log.push(entry);
  if (keep === 'recent' && log.length > recent.log) log.splice(0, log.length - recent.log);
}

/** Adds the newest form of something; `recent` keeps the first one and this one. */
export function addForm<T>(forms: T[], form: T, keep: Keep): void {
  if (keep === 'recent') forms.splice(1);
  forms.push(form);
}

/** Takes out of a map, in the order of its entries, what has gone by; the entries have to be in the order of their times. */
export function dropOlder<T extends { at: number }>(entries: Map<string, T>, before: number): void {
  for (const [key, { at }] of entries) {
    if (at >= before) return;
    entries.delete(key);
  }
}
