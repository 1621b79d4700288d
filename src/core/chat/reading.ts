import { z } from 'zod';

/** What a reader of text yields: a value, or what was expected in place of the text. */
export type Reading<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly expected: string };

export function good<T>(value: T): Reading<T> {
  return { ok: true, value };
}

export function bad(expected: string): { readonly ok: false; readonly expected: string } {
  return { ok: false, expected };
}

/** A reader of text as a zod schema: what was expected becomes the issue's message. */
export function readingSchema<T>(read: (text: string) => Reading<T>): z.ZodType<T, string> {
  return z.string().transform((text, context) => {
    const reading = read(text);
    if (reading.ok) return reading.value;
    context.addIssue({ code: 'custom', message: reading.expected });
    return z.NEVER;
  });
}
