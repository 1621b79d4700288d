import { useMemo } from 'preact/hooks';
import { parseMrkdwn } from '../mrkdwn.ts';
import { Prose } from './prose.tsx';

type Props = { readonly text: string; readonly isVerbatim?: boolean };

export function Mrkdwn({ text, isVerbatim = false }: Props) {
  const parts = useMemo(() => parseMrkdwn(text, { isVerbatim }), [text, isVerbatim]);
  return <Prose parts={parts} />;
}
