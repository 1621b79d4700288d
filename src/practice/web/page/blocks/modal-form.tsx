import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Answer, Entry, View } from '../../protocol.ts';
import { useWorld } from '../world.ts';
import { Blocks } from './block.tsx';
import type { Drafts } from './drafts.ts';
import { entryOf, faultOf, fieldKey, inputsOf, valueAt, type Placed } from './entries.ts';
import { isObject, objectAt, objectsAt, stringAt, typeOf } from './json.ts';
import { SurfaceAround } from './surface-around.tsx';
import { TextObject } from './text/text-object.tsx';

type Errors = Readonly<Record<string, string>>;
type Props = {
  readonly view: View;
  readonly drafts: Drafts;
  readonly titleId: string;
  /** Set to what Escape does. */
  readonly cancel: RefObject<() => void>;
};

/** What is in a modal: its title, its blocks, and the buttons that send or close it. */
export function ModalForm({ view, drafts, titleId, cancel }: Props) {
  const { act } = useWorld();
  const { body } = view;
  const blocks = objectsAt(body, 'blocks');
  const [errors, setErrors] = useState<Errors>({});
  const [said, setSaid] = useState<string>();
  /** The hash of the view that was sent: it is not sent again until something comes of it. */
  const [sent, setSent] = useState<string>();
  const [uploads, setUploads] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const isSending = sent === view.hash;

  /** Counts the attempts that ended with errors: after each the focus goes to the first one, and not while they are mended. */
  const [attempts, setAttempts] = useState(0);

  useEffect(() => {
    if (attempts === 0) return;
    form.current
      ?.querySelector<HTMLElement>('.b-field.wrong :is(input, select, textarea), [aria-invalid="true"]')
      ?.focus();
  }, [attempts]);

  const show = (found: Errors): void => {
    setErrors(found);
    if (Object.keys(found).length > 0) setAttempts((before) => before + 1);
  };

  const entryAt = (placed: Placed): Entry => {
    const draft = drafts.get(fieldKey(placed));
    return draft === undefined ? entryOf(placed.element, valueAt(view.values, placed)) : draft.entry;
  };

  const submit = async (): Promise<void> => {
    if (isSending) return;
    setSaid(undefined);
    if (uploads > 0) return setSaid('A file is still on its way. Send the form when it is there.');
    const inputs = inputsOf(blocks);
    const faults = inputs.flatMap((placed) => {
      const fault = faultOf(placed, entryAt(placed));
      return fault === undefined ? [] : [[stringAt(placed.block, 'block_id') ?? '', fault] as const];
    });
    show(Object.fromEntries(faults));
    if (faults.length > 0) return;
    setSent(view.hash);
    const values = Object.fromEntries(
      inputs
        // The workspace has these already: only the page knows what an external menu offered.
        .filter(({ element }) => !typeOf(element).endsWith('external_select'))
        .map((placed) => [stringAt(placed.block, 'block_id') ?? '', entryAt(placed)]),
    );
    const answer = await act({ act: 'submit', view: view.id, values });
    const found = errorsOf(answer);
    show(found);
    setSaid(answer.ok ? answer.shown : answer.error);
    // Without errors the view is about to be closed or replaced, and the form stays as it is until then.
    if (!answer.ok || answer.shown !== undefined || Object.keys(found).length > 0) setSent(undefined);
  };

  const close = async (all: boolean): Promise<void> => {
    const answer = await act({ act: 'close', all });
    if (!answer.ok) setSaid(answer.error);
  };
  cancel.current = () => void close(false);

  const submitWords = objectAt(body, 'submit');
  return (
    <form
      ref={form}
      class="b-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (submitWords !== undefined && body['submit_disabled'] !== true) void submit();
      }}
    >
      <header class="b-dialog-head">
        <h2 id={titleId} class="b-dialog-title">
          <TextObject text={objectAt(body, 'title')} />
        </h2>
        <button type="button" class="b-close" aria-label="Close" onClick={() => void close(true)}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      <div class="b-dialog-body b-modal-body" tabIndex={0} role="group" aria-label="Contents">
        <SurfaceAround
          kind="modal"
          target={{ id: view.id }}
          {...{ blocks, drafts, errors }}
          values={view.values}
          changed={(blockId) => setErrors((before) => without(before, blockId))}
          uploading={(change) => setUploads((before) => before + change)}
        >
          <Blocks blocks={blocks} />
        </SurfaceAround>
      </div>
      <footer class="b-dialog-foot">
        {said !== undefined && (
          <p class="b-said" role="alert">
            {said}
          </p>
        )}
        <button type="button" class="b-button" onClick={() => void close(false)}>
          {objectAt(body, 'close') === undefined ? 'Cancel' : <TextObject text={objectAt(body, 'close')} />}
        </button>
        {submitWords !== undefined && (
          <button
            type="submit"
            class="b-button primary solid"
            aria-disabled={isSending || body['submit_disabled'] === true}
            aria-busy={isSending}
          >
            {isSending ? 'Sending…' : <TextObject text={submitWords} />}
          </button>
        )}
      </footer>
    </form>
  );
}

function errorsOf(answer: Answer): Errors {
  if (!answer.ok || !isObject(answer.result)) return {};
  const errors = Object.entries(objectAt(answer.result, 'errors') ?? {});
  return Object.fromEntries(
    errors.flatMap(([id, words]) => (typeof words === 'string' ? [[id, words] as const] : [])),
  );
}

function without(errors: Errors, blockId: string): Errors {
  if (errors[blockId] === undefined) return errors;
  return Object.fromEntries(Object.entries(errors).filter(([id]) => id !== blockId));
}
