import type { Message } from '../../protocol.ts';
import { useWorld } from '../world.ts';
import { plainText } from './plain.ts';

/** All that a message shows below its author. */
export function MessageBody({ message }: { readonly message: Message }) {
  return <div class="body">{plainText(message, useWorld())}</div>;
}
