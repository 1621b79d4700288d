import { Icon } from '../parts/icon.tsx';
import { sizeWords } from '../parts/size.ts';
import type { Attached } from './use-files.ts';

/** The files that will go with the message. */
export function AttachedFiles({
  files,
  remove,
}: {
  files: readonly Attached[];
  remove: (attached: Attached) => void;
}) {
  if (files.length === 0) return null;
  return (
    <ul class="attached" aria-label="Attached files">
      {files.map((attached) => (
        <li key={attached.file.name}>
          <span class="attached-name">{attached.file.name}</span>
          <span class="quiet">{sizeWords(attached.file.size)}</span>
          <button
            type="button"
            class="icon-button"
            aria-label={`Remove ${attached.file.name}`}
            onClick={() => remove(attached)}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}
