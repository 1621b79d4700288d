import type { Message } from '../../protocol.ts';
import type { World } from '../world.ts';

/** A message in one line of plain words, for previews and for screen readers. */
export function plainText(message: Message, _world: World): string {
  return message.text;
}
