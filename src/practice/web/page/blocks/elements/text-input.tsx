import { useWorld } from '../../world.ts';
import type { Placed } from '../entries.ts';
import { numberAt, objectAt, stringsAt, typeOf } from '../json.ts';
import { namesOf } from '../names.ts';
import { textWords } from '../plain.ts';
import { useSurface } from '../surface.ts';
import { useField } from '../use-field.ts';

/** Fields that are typed into. What is typed is checked when the form is sent, as Slack does, so none of them is of the browser's strict kinds. */
export function TextInput({ placed }: { readonly placed: Placed }) {
  const { block, element } = placed;
  const world = useWorld();
  const surface = useSurface();
  const { entry, write, commit, control, aside } = useField(placed);
  const type = typeOf(element);
  const dispatches = block['dispatch_action'] === true;
  const triggers = stringsAt(objectAt(element, 'dispatch_action_config'), 'trigger_actions_on');
  const onEnter = dispatches && (triggers.length === 0 || triggers.includes('on_enter_pressed'));
  const onEach = dispatches && triggers.includes('on_character_entered');
  const isLong = type === 'rich_text_input' || element['multiline'] === true;

  const shared = {
    ...control,
    class: 'b-input',
    'aria-label': typeOf(block) === 'input' ? undefined : 'Text',
    placeholder: textWords(objectAt(element, 'placeholder'), namesOf(world)) || undefined,
    value: typeof entry === 'string' ? entry : '',
    autocomplete: 'off',
    onInput: (event: { readonly currentTarget: { readonly value: string } }) => {
      write(event.currentTarget.value === '' ? null : event.currentTarget.value);
      if (onEach) commit();
    },
    onKeyDown: (event: KeyboardEvent) => {
      const isEnter =
        event.key === 'Enter' && !event.isComposing && (!isLong || event.ctrlKey || event.metaKey);
      if (!isEnter || !onEnter) return;
      // It is the app that is told, not the form that is sent.
      event.preventDefault();
      commit();
    },
    // In a message there is nothing to send at the end: the workspace is told as soon as the person goes on.
    onBlur: () => {
      if (surface.kind !== 'modal' && !dispatches) commit();
    },
  };
  return (
    <>
      {isLong ? (
        <textarea {...shared} rows={Math.min(12, Math.max(3, numberAt(element, 'min_lines') ?? 4))} />
      ) : (
        <input {...shared} type="text" inputMode={inputModes[type] ?? 'text'} />
      )}
      {aside}
    </>
  );
}

const inputModes: Readonly<Record<string, 'decimal' | 'email' | 'url'>> = {
  number_input: 'decimal',
  email_text_input: 'email',
  url_text_input: 'url',
};
