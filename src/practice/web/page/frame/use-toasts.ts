import { useCallback, useRef, useState } from 'preact/hooks';
import type { Toast } from './toasts.tsx';

/** What is said in passing: how to say something, what is shown, and how to close it. */
export function useToasts() {
  const [toasts, setToasts] = useState<readonly Toast[]>([]);
  const next = useRef(1);
  const close = useCallback((id: number) => {
    setToasts((before) => before.filter((toast) => toast.id !== id));
  }, []);
  const tell = useCallback((words: string) => {
    const id = next.current;
    next.current += 1;
    // The same words twice are said once, and no more than three stand at a time.
    setToasts((before) => [...before.filter((toast) => toast.words !== words), { id, words }].slice(-3));
  }, []);
  return { toasts, tell, close };
}
