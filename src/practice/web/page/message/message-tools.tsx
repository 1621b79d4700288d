import { useContext } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { Icon } from '../parts/icon.tsx';
import { Menu, type MenuItem } from '../parts/menu.tsx';
import { hashOf } from '../place/place.ts';
import { GoContext } from '../frame/shell.ts';
import { useWorld } from '../world.ts';

type Props = {
  readonly message: Message;
  readonly isInThread: boolean;
  readonly edit: (ts: string | undefined) => void;
};

/** What one can do with a message: beside it when it is pointed at or has the focus, behind one button on a touch screen. */
export function MessageTools({ message, isInThread, edit }: Props) {
  const world = useWorld();
  const go = useContext(GoContext);
  const { channel, ts, isEphemeral } = message;
  const thread = message.threadTs ?? ts;
  const reply = (): void => go({ at: 'channel', channel, thread });
  const shortcut = async (callbackId: string): Promise<void> => {
    const answer = await world.act({ act: 'shortcut', channel, ts, callbackId });
    if (!answer.ok) world.tell(answer.error);
    else if (answer.shown !== undefined) world.tell(answer.shown);
  };
  const copy = async (words: string, what: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(words);
      world.tell(`${what} was copied.`);
    } catch {
      world.tell(`The browser does not let this page copy. ${what} is ${words}`);
    }
  };
  const isMine = message.user === world.me.id && !isEphemeral;
  const canReply = !isInThread && !isEphemeral;
  const place = hashOf({ at: 'channel', channel, ...(thread === ts ? {} : { thread }), message: ts });
  const link = new URL(place, location.href).href;
  const items: MenuItem[] = [
    ...(canReply ? [{ id: 'reply', label: 'Reply in thread', pick: reply }] : []),
    ...(isMine ? [{ id: 'edit', label: 'Edit message', pick: () => edit(ts) }] : []),
    ...world.workspace.shortcuts
      .filter(({ type }) => type === 'message' && !isEphemeral)
      .map(({ callbackId, name }) => ({
        id: `shortcut ${callbackId}`,
        label: name,
        detail: world.workspace.app.name,
        pick: () => void shortcut(callbackId),
      })),
    ...(isEphemeral ? [] : [{ id: 'link', label: 'Copy link', pick: () => void copy(link, 'The link') }]),
    { id: 'ts', label: 'Copy timestamp', pick: () => void copy(ts, 'The timestamp') },
  ];
  return (
    <div class="tools">
      {canReply ? (
        <button
          type="button"
          class="icon-button on-desk"
          aria-label="Reply in thread"
          title="Reply in thread"
          onClick={reply}
        >
          <Icon name="reply" />
        </button>
      ) : null}
      {isMine ? (
        <button
          type="button"
          class="icon-button on-desk"
          aria-label="Edit message"
          title="Edit message"
          onClick={() => edit(ts)}
        >
          <Icon name="edit" />
        </button>
      ) : null}
      <Menu label="More actions" items={items}>
        <Icon name="dots" />
      </Menu>
    </div>
  );
}
