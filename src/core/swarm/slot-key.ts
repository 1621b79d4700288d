import type { Task } from './objects.ts';

/** The place a task fills: its slot, or for a global service its node. Tasks of one key follow one another. */
export function slotKey({ Slot = 0, NodeID = '' }: Task): string {
  return Slot > 0 ? String(Slot) : `node ${NodeID}`;
}
