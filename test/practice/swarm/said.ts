import type { Answer } from './ground.ts';

/** An answer as a fact: its status, and its body parsed; of an error only the message. An empty body is left out. */
export const said = ({ status, body, headers }: Answer): unknown => {
  const rest = headers === undefined ? {} : { headers };
  const text = body.trim();
  if (text === '') return { status, ...rest };
  try {
    const value = JSON.parse(text) as unknown;
    const message = errorMessage(value);
    return message === null ? { status, value, ...rest } : { status, message, ...rest };
  } catch {
    return { status, text, ...rest };
  }
};

const errorMessage = (value: unknown): string | null => {
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  const [key, message] = entries[0] ?? [];
  return entries.length === 1 && key === 'message' && typeof message === 'string' ? message : null;
};
