import { objectAt, objectsAt, stringAt, type JsonObject } from '../json.ts';
import { isSafeUrl } from '../prose.ts';
import { RichText } from './rich-text.tsx';

const states: Readonly<Record<string, string>> = {
  pending: 'to do',
  in_progress: 'in progress',
  complete: 'done',
  error: 'failed',
};

/** A step of some work, with its details folded away. */
export function TaskCard({ block }: { readonly block: JsonObject }) {
  const [details, output] = [objectAt(block, 'details'), objectAt(block, 'output')];
  const sources = objectsAt(block, 'sources');
  const head = (
    <>
      <TaskState status={stringAt(block, 'status') ?? 'pending'} /> {stringAt(block, 'title')}
    </>
  );
  if (details === undefined && output === undefined && sources.length === 0)
    return <div class="b-task">{head}</div>;
  return (
    <details class="b-task">
      <summary>{head}</summary>
      {details !== undefined && <RichText block={details} />}
      {output !== undefined && <RichText block={output} />}
      {sources.map((source, index) => (
        <Source key={index} source={source} />
      ))}
    </details>
  );
}

/** A state as a sign and, for those who do not see it, in a word. */
export function TaskState({ status }: { readonly status: string }) {
  const state = states[status] ?? status;
  return <span class={`b-task-state ${status}`} role="img" aria-label={state} title={state} />;
}

function Source({ source }: { readonly source: JsonObject }) {
  const url = stringAt(source, 'url') ?? '';
  const words = stringAt(source, 'text') ?? url;
  if (!isSafeUrl(url)) return <span class="b-small">{words}</span>;
  return (
    <a class="b-small" href={url} target="_blank" rel="noopener noreferrer">
      {words}
    </a>
  );
}
