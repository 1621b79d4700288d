import { EngineError, type UserError, type UserErrorCode } from '../errors.ts';
import type { NoticeLevel, Part, View } from './view.ts';

/** What a person sees when something could not be done: what, in the engine's own words where it has any, and the next step. */
export function errorView(error: UserError): View {
  const words = error instanceof EngineError ? error.words : '';
  const parts: Part[] = [{ kind: 'notice', level: levelOf(error.code), text: error.message, priority: 9 }];
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

function levelOf(code: UserErrorCode): NoticeLevel {
  switch (code) {
    case 'nothing-to-do':
    case 'decided':
    case 'expired':
      return 'info';
    case 'usage':
    case 'bad-value':
    case 'not-found':
    case 'ambiguous':
    case 'not-possible':
    case 'not-yours':
    case 'not-in-channel':
      return 'warning';
    case 'not-allowed':
    case 'engine':
      return 'danger';
  }
}
