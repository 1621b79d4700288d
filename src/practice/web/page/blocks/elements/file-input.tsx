import { useRef, useState } from 'preact/hooks';
import { useWorld } from '../../world.ts';
import type { Placed } from '../entries.ts';
import { numberAt, stringsAt } from '../json.ts';
import { useSurface } from '../surface.ts';
import { useField } from '../use-field.ts';

/** Slack's bound where the app sets none. */
const mostFiles = 10;

/** Files for a form: they are brought to the workspace at once, and the form carries their ids. */
export function FileInput({ placed }: { readonly placed: Placed }) {
  const { element } = placed;
  const world = useWorld();
  const surface = useSurface();
  const { entry, choose, control, aside } = useField(placed);
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const [coming, setComing] = useState(0);
  const [problem, setProblem] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const ids = Array.isArray(entry) ? entry.map(String) : [];
  const most = numberAt(element, 'max_files') ?? mostFiles;
  const types = stringsAt(element, 'filetypes').map((type) => type.toLowerCase());

  const add = async (files: readonly File[]): Promise<void> => {
    setProblem(undefined);
    const wrong = files.find((file) => types.length > 0 && !types.includes(extensionOf(file.name)));
    if (wrong !== undefined)
      return setProblem(`${wrong.name} is of another type. These are taken: ${types.join(', ')}.`);
    if (ids.length + files.length > most)
      return setProblem(`At most ${most} ${most === 1 ? 'file' : 'files'} here.`);
    setComing(files.length);
    surface.uploading(1);
    const answers = await Promise.all(files.map((file) => world.upload(file)));
    surface.uploading(-1);
    setComing(0);
    const added = answers.flatMap((answer) =>
      answer.ok && typeof answer.result === 'string' ? [answer.result] : [],
    );
    const failed = answers.find((answer) => !answer.ok);
    if (failed !== undefined && !failed.ok) setProblem(failed.error);
    setNames(
      (before) => new Map([...before, ...added.map((id, at) => [id, files[at]?.name ?? id] as const)]),
    );
    if (added.length > 0) choose([...ids, ...added]);
  };

  return (
    <>
      <input
        {...control}
        ref={input}
        class="b-file-input"
        type="file"
        multiple={most > 1}
        accept={types.length === 0 ? undefined : types.map((type) => `.${type}`).join(',')}
        onChange={(event) => {
          const files = Array.from(event.currentTarget.files ?? []);
          event.currentTarget.value = '';
          if (files.length > 0) void add(files);
        }}
        // It bubbles, and would close the dialog around.
        onCancel={(event) => event.stopPropagation()}
      />
      <ul class="b-file-list">
        {ids.map((id) => (
          <li key={id}>
            <span>{names.get(id) ?? id}</span>
            <button
              type="button"
              class="b-remove"
              aria-label={`Remove ${names.get(id) ?? id}`}
              onClick={() => {
                choose(ids.filter((one) => one !== id));
                input.current?.focus();
              }}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {coming > 0 && <p role="status">{coming === 1 ? 'Bringing the file…' : `Bringing ${coming} files…`}</p>}
      {problem !== undefined && (
        <p class="b-said" role="alert">
          {problem}
        </p>
      )}
      {aside}
    </>
  );
}

function extensionOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1).toLowerCase();
}
