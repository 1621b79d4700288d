import { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { AttachedFiles } from './attached-files.tsx';
import { beginEditing } from '../message/editing.ts';
import { complete, completionAt, commandIn, type Choice } from './completion.ts';
import { CompletionList, optionId } from './completion-list.tsx';
import { GlobalShortcuts } from './global-shortcuts.tsx';
import { Icon } from '../parts/icon.tsx';
import { knownCommands, sendTyped } from './sending.ts';
import { useShell } from '../frame/shell.ts';
import { useFiles } from './use-files.ts';
import { useWorld } from '../world.ts';

type Props = {
  /** The name under which what is typed is kept. */
  readonly draft: string;
  readonly channel: string;
  readonly threadTs: string | undefined;
  /** What the textbox is called. */
  readonly name: string;
};

/** Where one writes: messages, slash commands, files. */
export function Composer({ draft, channel, threadTs, name }: Props) {
  const world = useWorld();
  const { drafts } = useShell();
  const [text, setText] = useState(() => drafts.get(draft));
  const [caret, setCaret] = useState(text.length);
  const [chosen, setChosen] = useState(0);
  /** The text for which the person closed the list. */
  const [closedFor, setClosedFor] = useState<string | undefined>();
  const [trouble, setTrouble] = useState('');
  const [isSending, setSending] = useState(false);
  const files = useFiles(setTrouble);
  const field = useRef<HTMLTextAreaElement>(null);
  const list = useId();

  const commands = knownCommands(world);
  const found = completionAt(text, caret, { commands, people: world.people, channels: world.channels });
  const completion = closedFor === text ? undefined : found;
  const index = Math.min(chosen, (completion?.choices.length ?? 1) - 1);
  const hint = commandIn(text, commands);

  const put = (next: string, at = next.length): void => {
    drafts.keep(draft, next);
    setText(next);
    setCaret(at);
    setChosen(0);
  };
  const focusAt = useRef<number | undefined>(undefined);
  useLayoutEffect(() => {
    if (focusAt.current === undefined) return;
    field.current?.focus();
    field.current?.setSelectionRange(focusAt.current, focusAt.current);
    focusAt.current = undefined;
  }, [text]);

  // Words put in from elsewhere, for instance something to try.
  useEffect(() => {
    const show = (): void => {
      const words = drafts.get(draft);
      put(words);
      drafts.takeFocus(draft);
      field.current?.focus();
      field.current?.setSelectionRange(words.length, words.length);
    };
    return drafts.listen(draft, show);
  }, [draft]);
  useEffect(() => {
    // On a touch screen the focus would bring up the keyboard and cover half of what one came to see.
    const hasMouse = window.matchMedia('(hover: hover)').matches;
    if (drafts.takeFocus(draft) || hasMouse) field.current?.focus({ preventScroll: true });
  }, []);

  const take = (choice: Choice): void => {
    if (completion === undefined) return;
    const next = complete(text, completion, choice);
    focusAt.current = next.caret;
    put(next.text, next.caret);
  };
  const send = async (): Promise<void> => {
    if (isSending || (text.trim() === '' && files.list.length === 0)) return;
    setSending(true);
    setTrouble('');
    // The field is free for the next words at once; what could not be sent comes back.
    put('');
    const said = await sendTyped(world, { channel, threadTs, typed: text, files: files.list });
    setSending(false);
    if (said === undefined) files.clear();
    else {
      setTrouble(said);
      if (drafts.get(draft) === '') put(text);
    }
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    const isPlain = !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (completion !== undefined && isPlain) {
      const { choices } = completion;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const choice = choices[index];
      const isWhole = choice?.insert === text.slice(completion.from, completion.to);
      if (step !== undefined) {
        event.preventDefault();
        return setChosen((index + step + choices.length) % choices.length);
      }
      if (event.key === 'Escape') {
        event.preventDefault();
        return setClosedFor(text);
      }
      // What is already there in full is sent, and not completed.
      if (choice !== undefined && (event.key === 'Tab' || (event.key === 'Enter' && !isWhole))) {
        event.preventDefault();
        return take(choice);
      }
    }
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      void send();
    } else if (event.key === 'ArrowUp' && isPlain && text === '') {
      const mine = world
        .messages(channel)
        .findLast(
          (message) => message.user === world.me.id && !message.isEphemeral && message.threadTs === threadTs,
        );
      if (mine === undefined) return;
      event.preventDefault();
      beginEditing({ channel, threadTs }, mine.ts);
    }
  };
  const typed = (event: { currentTarget: HTMLTextAreaElement }): void => {
    const { value, selectionStart } = event.currentTarget;
    if (trouble !== '') setTrouble('');
    put(value, selectionStart);
  };
  const choice = completion?.choices[index];
  return (
    <form
      class="composer"
      aria-label={name}
      onSubmit={(event) => {
        event.preventDefault();
        void send();
        field.current?.focus();
      }}
      {...files.dropProps}
    >
      {completion === undefined ? null : (
        <CompletionList id={list} completion={completion} index={index} take={take} point={setChosen} />
      )}
      {completion === undefined && hint !== undefined && hint.usageHint !== '' ? (
        <p class="hint">
          <b>{hint.command}</b> {hint.usageHint}
        </p>
      ) : null}
      <div class={`composer-box${files.isOver ? ' is-over' : ''}`}>
        <textarea
          ref={field}
          aria-label={name}
          placeholder={name}
          rows={1}
          value={text}
          autocomplete="off"
          enterkeyhint="send"
          {...(completion === undefined
            ? {}
            : {
                'aria-autocomplete': 'list' as const,
                'aria-controls': list,
                'aria-activedescendant': choice === undefined ? undefined : optionId(list, choice),
              })}
          {...(trouble === '' ? {} : { 'aria-describedby': `${list}-trouble` })}
          onInput={typed}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={pressed}
          onPaste={files.onPaste}
        />
        <AttachedFiles files={files.list} remove={files.remove} />
        <div class="composer-tools">
          <GlobalShortcuts attach={files.pick} />
          <button
            type="button"
            class="icon-button"
            aria-label="Attach files"
            title="Attach files"
            onClick={files.pick}
          >
            <Icon name="clip" />
          </button>
          <input {...files.inputProps} />
          <span class="composer-space" />
          {isSending && files.list.length > 0 ? (
            <span class="quiet" role="status">
              Sending …
            </span>
          ) : null}
          <button
            type="submit"
            class="icon-button send"
            aria-label="Send"
            title="Send (Enter)"
            aria-disabled={text.trim() === '' && files.list.length === 0}
          >
            <Icon name="send" />
          </button>
        </div>
      </div>
      <p class="trouble" role="alert" id={`${list}-trouble`}>
        {trouble === '' ? null : trouble}
      </p>
    </form>
  );
}
