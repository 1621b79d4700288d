import { useMemo } from 'preact/hooks';
import { stringAt, type JsonObject } from '../json.ts';
import { parsePlain } from '../mrkdwn.ts';
import { Mrkdwn } from './mrkdwn.tsx';
import { Spans } from './spans.tsx';

/** A text object of either kind; nothing for none. */
export function TextObject({ text }: { readonly text: JsonObject | undefined }) {
  const words = stringAt(text, 'text') ?? '';
  if (text?.['type'] === 'mrkdwn') return <Mrkdwn text={words} isVerbatim={text['verbatim'] === true} />;
  return <Plain words={words} withEmoji={text?.['emoji'] !== false} />;
}

function Plain({ words, withEmoji }: { readonly words: string; readonly withEmoji: boolean }) {
  const spans = useMemo(() => parsePlain(words, withEmoji), [words, withEmoji]);
  return <Spans spans={spans} />;
}
