import { useLayoutEffect, useRef } from 'preact/hooks';
import type { View } from '../../protocol.ts';
import { Drafts } from './drafts.ts';
import { ModalForm } from './modal-form.tsx';
import { useDialog } from './use-dialog.ts';

/** The top modal of the person who looks. What was entered in the ones below it is kept until they are on top again. */
export function ModalHost({ view }: { readonly view: View }) {
  const dialog = useDialog();
  const all = useRef(new Map<string, Drafts>());
  const drafts = all.current.get(view.id) ?? new Drafts();
  all.current.set(view.id, drafts);
  const cancel = useRef<() => void>(() => {});

  useLayoutEffect(() => {
    const first = dialog.current?.querySelector<HTMLElement>(
      '[data-first], .b-modal-body :is(input, select, textarea)',
    );
    first?.focus();
  }, [view.id, dialog]);

  return (
    <dialog
      ref={dialog}
      class="b-dialog b-modal"
      aria-labelledby={`modal-${view.id}`}
      onCancel={(event) => {
        if (event.target !== event.currentTarget) return;
        // It is the workspace that closes it, so that the app hears of it.
        event.preventDefault();
        cancel.current();
      }}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <ModalForm key={view.id} view={view} drafts={drafts} titleId={`modal-${view.id}`} cancel={cancel} />
    </dialog>
  );
}
