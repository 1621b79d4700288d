import { useMemo, useRef } from 'preact/hooks';
import type { Person, Workspace } from '../../protocol.ts';
import type { Known } from '../feed/feed.ts';
import type { Place } from '../place/place.ts';
import { fileAddress, sendAct, sendFile } from '../feed/server.ts';
import type { World } from '../world.ts';

/**
 * The world for what is known. `calm` is the same, but changes only with the workspace, the people and the channels, not with
 * every message.
 */
export function useWorldOf(
  known: Known,
  workspace: Workspace,
  me: Person,
  go: (place: Place) => void,
  tell: (words: string) => void,
): { readonly world: World; readonly calm: World } {
  const latest = useRef(known);
  latest.current = known;
  const calm = useMemo<World>(() => {
    const { people, channels } = known;
    return {
      workspace,
      me,
      people: [...people.values()],
      person: (id) => people.get(id),
      channels: [...channels.values()],
      channel: (id) => channels.get(id),
      act: async (act) => sendAct(me.id, act),
      upload: async (file) => sendFile(me.id, file),
      fileUrl: (id) => fileAddress(me.id, id),
      tell,
      open: ({ channel, ts }) => {
        if (ts === undefined) return go({ at: 'channel', channel });
        const message = latest.current.messages.get(channel)?.find((candidate) => candidate.ts === ts);
        const thread = message?.threadTs;
        const isReply = thread !== undefined && thread !== ts;
        go({ at: 'channel', channel, message: ts, ...(isReply ? { thread } : {}) });
      },
      messages: (channel) => latest.current.messages.get(channel) ?? [],
    };
  }, [workspace, me, known.people, known.channels, go, tell]);
  const world = useMemo<World>(() => ({ ...calm }), [calm, known]);
  return { world, calm };
}
