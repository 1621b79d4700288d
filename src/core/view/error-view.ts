import { EngineError, type UserError } from '../errors.ts';
import type { NoticeLevel, Part, View } from './view.ts';

/** What a person sees when something could not be done: what, in the engine's own words where it has any, and the next step. */
export function errorView(error: UserError): View {
  const words = error instanceof EngineError ? error.words : '';
  const parts: Part[] = [{ kind: 'notice', level: levelOf(error), text: error.message, priority: 9 }];
  if (words !== '' && words !== error.message) {
    parts.push({ kind: 'code', text: words, priority: 7, overflow: 'file' });
  }
  if (error.next !== undefined) parts.push({ kind: 'text', text: error.next, priority: 8 });
  return { summary: error.message, parts };
}

/** What a person sees of a bug: nothing but the reference under which it is logged. */
export function bugView(reference: string): View {
  const text = `Something went wrong in Waggle, reference ${reference}.`;
  return { summary: text, parts: [{ kind: 'notice', level: 'danger', text }] };
}

/**
 * Only what goes wrong behind Waggle is a problem. What was said wrongly, or may not be, is answered in one line to the one who
 * said it: a mark before it would say nothing.
 */
function levelOf({ code }: UserError): NoticeLevel {
  return code === 'engine' ? 'danger' : 'info';
}
