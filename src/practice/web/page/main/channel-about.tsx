import { useLayoutEffect } from 'preact/hooks';
import type { Channel } from '../../protocol.ts';
import { Avatar } from '../parts/avatar.tsx';
import { nameOf } from '../place/channels.ts';
import { Icon } from '../parts/icon.tsx';
import { count } from '../parts/looks.ts';
import { usePopover } from '../parts/use-popover.ts';
import { useWorld } from '../world.ts';

/** How many are in a channel; opened, who they are, and the ways in and out. */
export function ChannelAbout({ channel }: { readonly channel: Channel }) {
  const world = useWorld();
  const { isOpen, button, box, close, buttonProps } = usePopover();
  const { app } = world.workspace;
  const isMember = channel.members.includes(world.me.id);
  const hasApp = channel.members.includes(app.botUserId);
  useLayoutEffect(() => {
    if (isOpen) box.current?.focus();
  }, [isOpen]);
  const doIt = async (act: 'join' | 'leave' | 'invite'): Promise<void> => {
    close(true);
    const answer = await world.act({ act, channel: channel.id });
    if (!answer.ok) world.tell(answer.error);
  };
  return (
    <>
      <button
        type="button"
        class="members-button"
        ref={button}
        aria-haspopup="dialog"
        aria-label={`${count(channel.members.length, 'member')} of #${channel.name}`}
        {...buttonProps}
      >
        <Icon name="people" />
        {channel.members.length}
      </button>
      {isOpen ? (
        <div
          class="menu about"
          role="dialog"
          popover="auto"
          ref={box}
          tabIndex={-1}
          aria-label={`About #${channel.name}`}
        >
          {channel.topic === '' ? null : <p>{channel.topic}</p>}
          <ul>
            {channel.members.map((id) => {
              const person = world.person(id);
              const name = nameOf(person, id);
              return (
                <li key={id}>
                  <Avatar id={id} name={name} size="small" />
                  <span>
                    {name}
                    {person?.isBot === true ? <span class="app-badge">APP</span> : null}
                  </span>
                </li>
              );
            })}
          </ul>
          {channel.isArchived ? null : (
            <div class="about-actions">
              {hasApp || !isMember ? null : (
                <button type="button" class="button" onClick={() => void doIt('invite')}>
                  Add {app.name}
                </button>
              )}
              <button type="button" class="button" onClick={() => void doIt(isMember ? 'leave' : 'join')}>
                {isMember ? 'Leave channel' : 'Join channel'}
              </button>
            </div>
          )}
        </div>
      ) : null}
    </>
  );
}
