import { useEffect } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';

export type Toast = { readonly id: number; readonly words: string };

/** How long something said in passing stays. Milliseconds. */
const staysFor = 8000;

/** What was said in passing, each until it is closed or its time is over. */
export function Toasts({ toasts, close }: { toasts: readonly Toast[]; close: (id: number) => void }) {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.map((toast) => (
        <OneToast key={toast.id} toast={toast} close={close} />
      ))}
    </div>
  );
}

function OneToast({ toast, close }: { toast: Toast; close: (id: number) => void }) {
  useEffect(() => {
    const timer = setTimeout(() => close(toast.id), staysFor);
    return () => clearTimeout(timer);
  }, [toast.id]);
  return (
    <div class="toast">
      <span>{toast.words}</span>
      <button type="button" class="icon-button" aria-label="Dismiss" onClick={() => close(toast.id)}>
        <Icon name="close" />
      </button>
    </div>
  );
}
