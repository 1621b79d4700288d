import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { Icon } from '../parts/icon.tsx';
import { MessageRow } from './message-row.tsx';
import { rowsOf } from './rows.ts';
import { useShell } from '../frame/shell.ts';
import type { ThreadSummary } from '../thread/threads.ts';
import { mentions } from '../unread/unread.ts';
import { useStick } from './use-stick.ts';
import { useWorld, WorldContext } from '../world.ts';

type Props = {
  /** Oldest first. */
  readonly messages: readonly Message[];
  readonly label: string;
  /** By the ts of a thread's first message; in a thread itself there are none. */
  readonly summaries?: ReadonlyMap<string, ThreadSummary>;
  /** In a thread: the ts of its first message. */
  readonly thread?: string;
  /** What came after this ts is new to the person. */
  readonly seen: string | undefined;
  /** The ts of a message to show and to mark. */
  readonly marked?: string | undefined;
  readonly editing: string | undefined;
  readonly edit: (ts: string | undefined) => void;
  /** Told whether the end of the list is in sight. */
  readonly atEnd?: (isAtEnd: boolean) => void;
};

/** So many are drawn at first, and so many more on demand: a long channel stays quick. */
const page = 200;

/** Messages, scrolled to the newest. */
export function MessageList(props: Props) {
  const { messages, label, summaries, thread, seen, marked, editing, edit, atEnd } = props;
  const { me } = useWorld();
  const { calm } = useShell();
  const [limit, setLimit] = useState(page);
  const newest = messages.at(-1);
  const stick = useStick(newest?.ts ?? '', newest?.user === me.id && !newest.isEphemeral);
  const shown = useMemo(() => messages.slice(-limit), [messages, limit]);
  const today = new Date().toDateString();
  const rows = useMemo(
    () => rowsOf(shown, { tz: me.tz, me: me.id, seen, now: new Date(), thread }),
    [shown, me, seen, today, thread],
  );
  useEffect(() => atEnd?.(stick.isAtEnd), [stick.isAtEnd, newest?.ts]);
  useShowMarked({ marked, messages, limit, setLimit, leave: stick.leave, list: stick.scroller });

  // What is above stays in sight when more is put there.
  const heightBefore = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    const element = stick.scroller.current;
    if (element === null || heightBefore.current === undefined) return;
    element.scrollTop += element.scrollHeight - heightBefore.current;
    heightBefore.current = undefined;
  }, [limit]);
  const earlier = (): void => {
    stick.leave();
    heightBefore.current = stick.scroller.current?.scrollHeight;
    setLimit(limit + page);
  };

  const [active, setActive] = useState<string | undefined>();
  const activeTs = shown.some(({ ts }) => ts === active) ? active : newest?.ts;
  const isNewBelow = stick.leftAt !== undefined && newest !== undefined && newest.ts > stick.leftAt;
  return (
    <div class="list-frame">
      <section
        class="list"
        aria-label={label}
        ref={stick.scroller}
        onScroll={stick.onScroll}
        onKeyDown={(event) => walk(event, setActive)}
      >
        {thread === undefined ? <h2 class="unseen">Messages</h2> : null}
        <div class="list-content" ref={stick.content}>
          {messages.length > shown.length ? (
            <button type="button" class="button earlier" onClick={earlier}>
              Show earlier messages
            </button>
          ) : null}
          <WorldContext.Provider value={calm}>
            {rows.map((row) => {
              if (row.row === 'day' || row.row === 'replies')
                return (
                  <div key={row.key} class={`divider is-${row.row}`} role="separator" aria-label={row.label}>
                    <span>{row.label}</span>
                  </div>
                );
              if (row.row === 'new')
                return (
                  <div key={row.key} class="divider is-new" role="separator" aria-label="New messages">
                    <span>New</span>
                  </div>
                );
              const { message } = row;
              const summary = summaries?.get(message.ts);
              return (
                <MessageRow
                  key={row.key}
                  message={message}
                  opens={row.opens}
                  isInThread={summaries === undefined}
                  isMarked={marked === message.ts}
                  isForMe={mentions(message, me.id)}
                  isEditing={editing === message.ts}
                  isActive={activeTs === message.ts}
                  edit={edit}
                  activate={setActive}
                  replies={summary?.replies ?? 0}
                  lastReply={summary?.last ?? ''}
                  repliers={summary?.people.slice(-3).join(' ') ?? ''}
                />
              );
            })}
          </WorldContext.Provider>
          {messages.length === 0 ? <p class="nothing">Nothing was said here yet.</p> : null}
        </div>
      </section>
      {isNewBelow ? (
        <button type="button" class="new-messages" onClick={stick.toEnd}>
          <Icon name="down" />
          New messages
        </button>
      ) : null}
      {stick.isAtEnd || isNewBelow ? null : (
        <button type="button" class="to-end" aria-label="To the newest message" onClick={stick.toEnd}>
          <Icon name="down" />
        </button>
      )}
    </div>
  );
}

/** Shows a message that the address names, once for each time it is named. */
function useShowMarked({ marked, messages, limit, setLimit, leave, list }: ToShow): void {
  const shownFor = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (marked === undefined) shownFor.current = undefined;
    if (marked === undefined || shownFor.current === marked) return;
    const index = messages.findIndex(({ ts }) => ts === marked);
    if (index === -1) return;
    const fromEnd = messages.length - index;
    if (fromEnd > limit) return setLimit(fromEnd + page / 4);
    shownFor.current = marked;
    if (fromEnd > 1) leave();
    list.current?.querySelector(`article[data-ts="${marked}"]`)?.scrollIntoView({ block: 'center' });
  });
}

type ToShow = {
  readonly marked: string | undefined;
  readonly messages: readonly Message[];
  readonly limit: number;
  readonly setLimit: (limit: number) => void;
  readonly leave: () => void;
  readonly list: { readonly current: HTMLElement | null };
};

/** Arrows go from message to message. Only one of them is a stop of the Tab key. */
function walk(event: KeyboardEvent, activate: (ts: string) => void): void {
  const here = event.target;
  if (!(here instanceof HTMLElement) || here.tagName !== 'ARTICLE') return;
  const list = event.currentTarget;
  if (!(list instanceof HTMLElement)) return;
  const all = [...list.querySelectorAll<HTMLElement>('article')];
  const at = all.indexOf(here);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
  const next = to === undefined ? undefined : all[to];
  if (next === undefined || event.altKey) return;
  event.preventDefault();
  activate(next.dataset['ts'] ?? '');
  next.focus();
}
