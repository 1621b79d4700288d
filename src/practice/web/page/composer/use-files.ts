import { useRef, useState } from 'preact/hooks';
import { count } from '../parts/looks.ts';

/** A file that waits to be sent; `id` once it was brought to the workspace. */
export type Attached = { readonly file: File; id?: string };

/** As many as Slack's client takes with one message. */
const most = 10;

/** The files of a composer: picked, dropped or pasted. */
export function useFiles(trouble: (words: string) => void) {
  const [list, setList] = useState<readonly Attached[]>([]);
  const [isOver, setOver] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const add = (files: Iterable<File>): void => {
    const more = [...list, ...[...files].map((file): Attached => ({ file }))];
    if (more.length > most) trouble(`A message takes ${count(most, 'file')}.`);
    setList(more.slice(0, most));
  };
  return {
    list,
    isOver,
    pick: () => input.current?.click(),
    remove: (attached: Attached) => setList(list.filter((other) => other !== attached)),
    clear: () => setList([]),
    onPaste: (event: ClipboardEvent) => {
      const files = event.clipboardData?.files;
      if (files === undefined || files.length === 0) return;
      event.preventDefault();
      add(files);
    },
    inputProps: {
      ref: input,
      type: 'file' as const,
      multiple: true,
      hidden: true,
      'aria-label': 'Files to send',
      onChange: (event: { currentTarget: HTMLInputElement }) => {
        add(event.currentTarget.files ?? []);
        // The same file can be picked again after it was removed.
        event.currentTarget.value = '';
      },
    },
    dropProps: {
      onDragOver: (event: DragEvent) => {
        if (event.dataTransfer?.types.includes('Files') !== true) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: () => setOver(false),
      onDrop: (event: DragEvent) => {
        setOver(false);
        const files = event.dataTransfer?.files;
        if (files === undefined || files.length === 0) return;
        event.preventDefault();
        add(files);
      },
    },
  };
}
