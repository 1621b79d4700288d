import { useContext } from 'preact/hooks';
import { Avatar } from '../parts/avatar.tsx';
import { nameOf } from '../place/channels.ts';
import { count } from '../parts/looks.ts';
import { GoContext } from '../frame/shell.ts';
import { dayAndTime } from '../message/when.ts';
import { useWorld } from '../world.ts';

type Props = {
  readonly channel: string;
  readonly ts: string;
  readonly replies: number;
  /** The ts of the last reply. */
  readonly last: string;
  /** Ids of who replied, with spaces between. */
  readonly people: string;
};

/** Below the first message of a thread: how much was replied; opens the thread. */
export function ThreadBar({ channel, ts, replies, last, people }: Props) {
  const { me, person } = useWorld();
  const go = useContext(GoContext);
  return (
    <button type="button" class="thread-bar" onClick={() => go({ at: 'channel', channel, thread: ts })}>
      <span class="thread-people" aria-hidden="true">
        {people.split(' ').map((id) => (
          <Avatar key={id} id={id} name={nameOf(person(id), id)} size="small" />
        ))}
      </span>
      <span class="thread-count">{count(replies, 'reply', 'replies')}</span>
      <span class="quiet">last {dayAndTime(last, me.tz, new Date())}</span>
    </button>
  );
}
