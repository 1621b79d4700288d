import type { Placed } from '../entries.ts';
import { typeOf } from '../json.ts';
import { Unknown } from '../unknown.tsx';
import { Button } from './button.tsx';
import { Choices } from './choices.tsx';
import { Combobox } from './combobox.tsx';
import { FileInput } from './file-input.tsx';
import { Menu } from './menu.tsx';
import { Overflow } from './overflow.tsx';
import { Picker } from './picker.tsx';
import { TextInput } from './text-input.tsx';

/** Anything that a person can use. */
export function Element({ placed }: { readonly placed: Placed }) {
  const type = typeOf(placed.element);
  switch (type) {
    case 'button':
    case 'workflow_button':
      return <Button placed={placed} />;
    case 'static_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return <Menu placed={placed} />;
    case 'external_select':
    case 'multi_external_select':
    case 'multi_static_select':
    case 'multi_users_select':
    case 'multi_channels_select':
    case 'multi_conversations_select':
      return <Combobox placed={placed} />;
    case 'overflow':
      return <Overflow placed={placed} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <Choices placed={placed} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <Picker placed={placed} kind={type} />;
    case 'plain_text_input':
    case 'number_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'rich_text_input':
      return <TextInput placed={placed} />;
    case 'file_input':
      return <FileInput placed={placed} />;
    default:
      return <Unknown what="an element" type={type} />;
  }
}
