import { useMemo } from 'preact/hooks';
import { stringAt, type JsonObject } from '../json.ts';
import { parseMarkdown } from '../markdown.ts';
import { Prose } from '../text/prose.tsx';

export function Markdown({ block }: { readonly block: JsonObject }) {
  const text = stringAt(block, 'text') ?? '';
  const parts = useMemo(() => parseMarkdown(text), [text]);
  return <Prose parts={parts} />;
}
