import { useState } from 'preact/hooks';
import type { File } from '../../protocol.ts';
import { sizeWords } from '../parts/size.ts';
import { useWorld } from '../world.ts';

/** Pictures that a browser shows without running anything in them. */
const pictures = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif']);

/** A file below a message. */
export function FileCard({ file }: { readonly file: File }) {
  const world = useWorld();
  const [failed, setFailed] = useState(false);
  if (file.isDeleted) return <div class="b-file deleted">This file was deleted.</div>;

  const url = world.fileUrl(file.id);
  const isPicture = pictures.has(file.mimetype) && !failed;
  return (
    <div class="b-file">
      <div class="b-file-head">
        <span class="b-file-name">{file.title || file.name}</span>
        <span class="b-small">{sizeWords(file.size)}</span>
        <a class="b-download" href={url} download={file.name} aria-label={`Download ${file.name}`}>
          Download
        </a>
      </div>
      {isPicture && (
        <a href={url} target="_blank" rel="noopener noreferrer" aria-label={`Open ${file.name}`}>
          <img
            class="b-file-image"
            src={url}
            alt={file.title || file.name}
            loading="lazy"
            onError={() => setFailed(true)}
          />
        </a>
      )}
      {!isPicture && file.preview !== undefined && file.preview !== '' && (
        <pre class="b-pre b-file-text" tabIndex={0} role="group" aria-label={`First lines of ${file.name}`}>
          {file.preview}
        </pre>
      )}
    </div>
  );
}
