import type { z } from 'zod';
import { badAnswer } from './errors.ts';

/**
 * The validated content of an answer.
 * @throws EngineError `bad-answer` that names the place in the answer and never its value.
 */
export function parseAnswer<T extends z.ZodType>(schema: T, body: string, asked: string): z.infer<T> {
  const parsed = schema.safeParse(parseJson(body, asked));
  if (parsed.success) return parsed.data;
  throw badAnswer(asked, placeOf(parsed.error.issues[0]?.path ?? []));
}

function parseJson(body: string, asked: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw badAnswer(asked, 'no JSON'); // the parser's own words quote the text
  }
}

/** `[3].Status.State`; keys that are data, such as labels, are not Docker's own words and are hidden. */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path
    .map((key) => {
      if (typeof key === 'number') return `[${key}]`;
      return typeof key === 'string' && /^[A-Z][A-Za-z]{0,40}$/.test(key) ? `.${key}` : '.?';
    })
    .join('');
  return place.replace(/^\./, '') || 'the whole';
}
