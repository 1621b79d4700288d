import { useId } from 'preact/hooks';
import { objectAt, stringAt, type JsonObject } from './json.ts';
import { TextObject } from './text/text-object.tsx';
import { useDialog } from './use-dialog.ts';

type Props = { readonly confirm: JsonObject; readonly onAnswer: (isSure: boolean) => void };

/** Slack's question before an act, with its usual words where the app gives none. */
export function ConfirmDialog({ confirm, onAnswer }: Props) {
  const dialog = useDialog();
  const id = useId();
  const isDanger = stringAt(confirm, 'style') === 'danger';
  return (
    <dialog
      ref={dialog}
      class="b-dialog b-confirm"
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        onAnswer(false);
      }}
      onClose={() => onAnswer(false)}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={`${id}-title`} class="b-dialog-title">
        <Words text={objectAt(confirm, 'title')} usual="Are you sure?" />
      </h2>
      <div id={`${id}-text`} class="b-dialog-body">
        {objectAt(confirm, 'text') !== undefined && <TextObject text={objectAt(confirm, 'text')} />}
      </div>
      <div class="b-dialog-foot">
        <button type="button" class="b-button" onClick={() => onAnswer(false)}>
          <Words text={objectAt(confirm, 'deny')} usual="No" />
        </button>
        <button
          type="button"
          class={`b-button ${isDanger ? 'danger' : 'primary'} solid`}
          onClick={() => onAnswer(true)}
        >
          <Words text={objectAt(confirm, 'confirm')} usual="Yes" />
        </button>
      </div>
    </dialog>
  );
}

function Words({ text, usual }: { readonly text: JsonObject | undefined; readonly usual: string }) {
  return text === undefined ? usual : <TextObject text={text} />;
}
