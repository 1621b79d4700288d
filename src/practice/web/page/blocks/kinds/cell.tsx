import { stringAt, typeOf, type JsonObject } from '../json.ts';
import { linesOf } from '../prose.ts';
import { richSpans } from '../rich-text.ts';
import { Spans } from '../text/spans.tsx';

/** What is in a cell of a table: words, a number in words, or rich text. */
export function Cell({ cell }: { readonly cell: JsonObject }) {
  return (
    <Spans spans={typeOf(cell) === 'rich_text' ? richSpans(cell) : linesOf(stringAt(cell, 'text') ?? '')} />
  );
}
