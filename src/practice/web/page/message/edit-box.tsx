import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../protocol.ts';
import { sentToTyped, typedToSent } from '../composer/typed-text.ts';
import { useWorld } from '../world.ts';

/** A message of one's own while it is edited, in its place. Enter saves, Esc does not. */
export function EditBox({ message, done }: { message: Message; done: () => void }) {
  const world = useWorld();
  const [text, setText] = useState(() => sentToTyped(message.text, world));
  const [error, setError] = useState('');
  const field = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(text.length, text.length);
  }, []);
  const finish = (): void => {
    // Back to where the edit began from: the row takes the focus when its field is gone.
    const row = field.current?.closest('article');
    done();
    row?.focus();
  };
  const save = async (): Promise<void> => {
    const { channel, ts } = message;
    const answer = await world.act({ act: 'edit', channel, ts, text: typedToSent(text.trim(), world) });
    if (answer.ok) finish();
    else setError(answer.error);
  };
  const pressed = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      finish();
    } else if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      void save();
    }
  };
  return (
    <div class="edit-box">
      <textarea
        ref={field}
        aria-label="Edit message"
        rows={1}
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={pressed}
      />
      {error === '' ? null : (
        <p class="trouble" role="alert">
          {error}
        </p>
      )}
      <div class="edit-actions">
        <button type="button" class="button" onClick={finish}>
          Cancel
        </button>
        <button type="button" class="button is-primary" onClick={() => void save()}>
          Save
        </button>
      </div>
    </div>
  );
}
