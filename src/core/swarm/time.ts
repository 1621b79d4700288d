import { z } from 'zod';

const Instant = z.coerce.date();

/** The engine's time (RFC 3339, to the nanosecond) as epoch milliseconds; null when it is none. Go's zero time is long ago. */
export function timeOf(text: string): number | null {
  const parsed = Instant.safeParse(text);
  return parsed.success ? parsed.data.getTime() : null;
}
