import { useEffect, useRef } from 'preact/hooks';
import type { View } from '../../protocol.ts';

/** The top modal of the person who looks, as a dialog. */
export function ModalHost({ view }: { readonly view: View }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog class="modal" ref={dialog}>
      {view.id}
    </dialog>
  );
}
