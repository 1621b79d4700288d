import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Choice, Completion } from './completion.ts';

/** The id of an option in the page, for the field that it belongs to. */
export function optionId(list: string, choice: Choice): string {
  return `${list}-${choice.id.replaceAll(/[^\w-]/g, '_')}`;
}

type Props = {
  readonly id: string;
  readonly completion: Completion;
  readonly index: number;
  readonly take: (choice: Choice) => void;
  readonly point: (index: number) => void;
};

/** What one can complete to, above the composer. The focus stays in the field. */
export function CompletionList({ id, completion, index, take, point }: Props) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    list.current?.children[index]?.scrollIntoView({ block: 'nearest' });
  }, [index]);
  return (
    <div class="completions" role="listbox" id={id} ref={list} aria-label={completion.name}>
      {completion.choices.map((choice, at) => (
        <div
          key={choice.id}
          id={optionId(id, choice)}
          class="completion"
          role="option"
          aria-selected={at === index}
          // The field keeps the focus.
          onPointerDown={(event) => event.preventDefault()}
          onPointerMove={() => point(at)}
          onClick={() => take(choice)}
        >
          <span class="completion-label">{choice.label}</span>
          <span class="quiet">{choice.detail}</span>
        </div>
      ))}
    </div>
  );
}
