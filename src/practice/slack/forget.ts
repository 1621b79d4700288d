import { recent } from './keep.ts';
import type { FileRecord, Message, State } from './state.ts';

/** Forgets the oldest messages above the limit, with what people chose in them and the files that no other message has. */
export function forgetMessages(state: State): void {
  const { messages } = state;
  if (state.keep === 'everything' || messages.length <= recent.messages) return;
  const gone = messages.splice(0, messages.length - recent.messages);
  for (const message of gone) forgetChoices(state, message);
  const held = heldFiles(state);
  for (const id of gone.flatMap(({ files }) => files)) if (!held.has(id)) state.files.delete(id);
}

/**
 * Forgets the oldest files above the limits of number and size. What stands in a message stays there as a file that was
 * deleted; of others, such as uploads that were never used, nothing stays.
 */
export function forgetFiles(state: State): void {
  if (state.keep === 'everything') return;
  const live = [...state.files.values()].filter((file) => file.deleted !== true);
  let count = live.length;
  let bytes = live.reduce((sum, file) => sum + (file.content?.length ?? 0), 0);
  if (count <= recent.files && bytes <= recent.fileBytes) return;
  const held = heldFiles(state);
  // The newest one is left in any case: it has just come.
  for (const file of live.slice(0, -1)) {
    if (count <= recent.files && bytes <= recent.fileBytes) return;
    count -= 1;
    bytes -= file.content?.length ?? 0;
    if (held.has(file.id)) eraseFile(file);
    else state.files.delete(file.id);
  }
}

/** Takes a file's content away; its record stays, marked as deleted. */
export function eraseFile(file: FileRecord): void {
  file.deleted = true;
  delete file.content;
}

/** Forgets what people chose in a message's menus and boxes. */
export function forgetChoices(state: State, message: Message): void {
  const end = ` ${message.channel} ${message.ts}`;
  for (const key of state.chosen.keys()) if (key.endsWith(end)) state.chosen.delete(key);
}

function heldFiles(state: State): Set<string> {
  return new Set(state.messages.flatMap(({ files }) => files));
}
