import { useMemo } from 'preact/hooks';
import type { JsonObject } from '../json.ts';
import { parseRichText } from '../rich-text.ts';
import { Prose } from '../text/prose.tsx';

export function RichText({ block }: { readonly block: JsonObject }) {
  // The feed gives a new object whenever the message changes.
  const parts = useMemo(() => parseRichText(block), [block]);
  return <Prose parts={parts} />;
}
