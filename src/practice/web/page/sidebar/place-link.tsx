import type { ComponentChildren } from 'preact';
import { allRead } from '../unread/unread.ts';
import { hashOf, type Place } from '../place/place.ts';
import { useShell } from '../frame/shell.ts';

type Props = {
  readonly to: Place;
  readonly name: string;
  readonly mark: ComponentChildren;
  readonly after?: ComponentChildren;
  /** A channel that the person is not in. */
  readonly isQuiet?: boolean;
};

/** A line of the sidebar, with what is unread there. */
export function PlaceLink({ to, name, mark, after, isQuiet = false }: Props) {
  const { place, unread } = useShell();
  const isHere =
    to.at === 'channel' ? place.at === 'channel' && place.channel === to.channel : place.at === to.at;
  const { count, isUrgent } = to.at === 'channel' && !isQuiet ? unread(to.channel) : allRead;
  const look = [
    'place',
    count > 0 ? 'is-unread' : '',
    isUrgent ? 'is-urgent' : '',
    isQuiet ? 'is-quiet' : '',
  ];
  return (
    <a
      class={look.filter((part) => part !== '').join(' ')}
      href={hashOf(to)}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
    >
      <span class="place-mark" aria-hidden="true">
        {mark}
      </span>
      <span class="place-name">{name}</span>
      {after}
      {count > 0 ? (
        <span class="badge">
          {count > 99 ? '99+' : count}
          <span class="unseen"> unread</span>
        </span>
      ) : null}
    </a>
  );
}
