import { z } from 'zod';
import type { SwarmHint } from '../../core/ports/swarm.ts';

const Event = z.looseObject({
  Type: z.string(),
  Actor: z.looseObject({ ID: z.string() }),
});

/** What a line of GET /events hints at; undefined for what nobody asked for. A line that is not understood is a `resync`. */
export function hintOf(line: string): SwarmHint | undefined {
  const event = parse(line);
  if (event === undefined) return { kind: 'resync' };
  if (event.Type === 'service' || event.Type === 'node') return { kind: event.Type, id: event.Actor.ID };
  return undefined;
}

function parse(line: string): z.infer<typeof Event> | undefined {
  try {
    return Event.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

/** Cuts a stream of bytes into lines. @throws Error when a line has more than `maxChars`. */
export async function* linesOf(
  stream: AsyncIterable<unknown>,
  maxChars: number,
  onBytes: (count: number) => void,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const part of stream) {
    if (!(part instanceof Uint8Array)) continue;
    onBytes(part.length);
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > maxChars) throw new Error('an event is too long');
    yield* lines.filter((line) => line.trim() !== '');
  }
}
