import { objectAt, stringAt, type JsonObject } from '../json.ts';
import { TextObject } from '../text/text-object.tsx';

const words: Readonly<Record<string, string>> = {
  warning: 'Warning',
  error: 'Error',
  success: 'Success',
  info: 'Note',
};

export function Alert({ block }: { readonly block: JsonObject }) {
  const level = stringAt(block, 'level') ?? 'default';
  return (
    <div class={`b-alert ${level}`} role="note">
      {words[level] !== undefined && <strong class="b-alert-level">{words[level]}</strong>}
      <TextObject text={objectAt(block, 'text')} />
    </div>
  );
}
