import { useRef } from 'preact/hooks';
import type { Entry } from '../../../protocol.ts';
import { useWorld } from '../../world.ts';
import { localOf, secondsOf } from '../dates.ts';
import type { Placed } from '../entries.ts';
import { objectAt, typeOf } from '../json.ts';
import { namesOf } from '../names.ts';
import { textWords } from '../plain.ts';
import { useField } from '../use-field.ts';

const kinds = {
  datepicker: { input: 'date', words: 'Pick a date' },
  timepicker: { input: 'time', words: 'Pick a time' },
  datetimepicker: { input: 'datetime-local', words: 'Pick a date and time' },
} as const;

/** Dates and times, in the browser's own fields. A moment is one in the reader's zone. */
export function Picker({ placed, kind }: { readonly placed: Placed; readonly kind: keyof typeof kinds }) {
  const world = useWorld();
  const { entry, choose, write, commit, control, aside } = useField(placed);
  const { tz } = world.me;
  const { input, words } = kinds[kind];
  const isInput = typeOf(placed.block) === 'input';
  /** With the keyboard a date comes together digit by digit, and each step is a date: it counts when the person is done. */
  const isTyping = useRef(false);

  const toEntry = (value: string): Entry => {
    if (value === '') return null;
    return kind === 'datetimepicker' ? (secondsOf(value, tz) ?? null) : value;
  };
  const finish = (): void => {
    isTyping.current = false;
    commit();
  };

  return (
    <>
      <input
        {...control}
        class="b-input b-picker"
        type={input}
        aria-label={
          isInput ? undefined : textWords(objectAt(placed.element, 'placeholder'), namesOf(world)) || words
        }
        value={typeof entry === 'number' ? localOf(entry, tz) : String(entry ?? '')}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish();
          else if (event.key !== 'Tab') isTyping.current = true;
        }}
        onInput={(event) => {
          const next = toEntry(event.currentTarget.value);
          if (isTyping.current) write(next);
          else choose(next);
        }}
        onBlur={finish}
      />
      {kind === 'datetimepicker' && <span class="b-small">{tz}</span>}
      {aside}
    </>
  );
}
