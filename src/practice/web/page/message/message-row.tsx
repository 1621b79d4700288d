import { MessageBody } from '../blocks/message-body.tsx';
import type { Message } from '../../protocol.ts';
import { Avatar } from '../parts/avatar.tsx';
import { nameOf } from '../place/channels.ts';
import { EditBox } from './edit-box.tsx';
import { Icon } from '../parts/icon.tsx';
import { MessageTools } from './message-tools.tsx';
import { still } from './still.ts';
import { ThreadBar } from '../thread/thread-bar.tsx';
import { clockTime, fullTime } from './when.ts';
import { useWorld } from '../world.ts';

export type MessageRowProps = {
  readonly message: Message;
  /** Whether it shows its author, and does not only go on below the message before. */
  readonly opens: boolean;
  readonly isInThread: boolean;
  readonly isMarked: boolean;
  /** Whether it names the person who looks. */
  readonly isForMe: boolean;
  readonly isEditing: boolean;
  /** Whether it is the stop of the Tab key among the messages. */
  readonly isActive: boolean;
  readonly edit: (ts: string | undefined) => void;
  readonly activate: (ts: string) => void;
  /** Of the thread that it begins: how many, the ts of the last one, and ids of who replied, with spaces between. */
  readonly replies: number;
  readonly lastReply: string;
  readonly repliers: string;
};

/** A message with its author and what one can do with it. Drawn again only if it changes itself. */
export const MessageRow = still((props: MessageRowProps) => {
  const { message, opens, isInThread, isMarked, isForMe, isEditing, isActive, edit, activate } = props;
  const { me, person } = useWorld();
  const author = person(message.user);
  const name = nameOf(author, message.user);
  const time = clockTime(message.ts, me.tz);
  const look = [
    'message',
    opens ? 'opens' : 'goes-on',
    isMarked ? 'is-marked' : '',
    isForMe ? 'is-for-me' : '',
    message.isEphemeral ? 'is-ephemeral' : '',
  ];
  const stamp = (
    <time
      class="stamp"
      dateTime={new Date(Number(message.ts) * 1000).toISOString()}
      title={fullTime(message.ts, me.tz)}
    >
      {time}
    </time>
  );
  return (
    <article
      class={look.filter((part) => part !== '').join(' ')}
      id={`${isInThread ? 'reply' : 'message'}-${message.ts}`}
      data-ts={message.ts}
      aria-label={`${name}, ${time}${message.isEphemeral ? ', only visible to you' : ''}`}
      tabIndex={isActive ? 0 : -1}
      onFocusIn={() => activate(message.ts)}
    >
      <div class="gutter">{opens ? <Avatar id={message.user} name={name} size="large" /> : stamp}</div>
      <div class="message-main">
        {message.isEphemeral ? (
          <p class="remark">
            <Icon name="eye" /> Only visible to you
          </p>
        ) : null}
        {message.isBroadcast && !isInThread ? (
          <p class="remark">
            <Icon name="reply" /> Replied to a thread
          </p>
        ) : null}
        {opens ? (
          <div class="byline">
            <span class="author" role="heading" aria-level={3}>
              {name}
            </span>
            {author?.isBot === true ? <span class="app-badge">APP</span> : null}
            {stamp}
          </div>
        ) : null}
        {isEditing ? (
          <EditBox message={message} done={() => edit(undefined)} />
        ) : (
          <>
            <MessageBody message={message} />
            {message.isEdited ? <span class="edited">(edited)</span> : null}
          </>
        )}
        {props.replies > 0 ? (
          <ThreadBar
            channel={message.channel}
            ts={message.ts}
            replies={props.replies}
            last={props.lastReply}
            people={props.repliers}
          />
        ) : null}
      </div>
      {isEditing ? null : <MessageTools message={message} isInThread={isInThread} edit={edit} />}
    </article>
  );
});
