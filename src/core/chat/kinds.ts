import { z } from 'zod';
import type { Kind } from './param.ts';

/** A whole number from 0. Digits are matched before they are numbers: "" is not zero replicas. */
export function count(hint: string, max = 4_294_967_295): Kind<number> {
  return {
    hint,
    schema: z
      .string()
      .regex(/^[0-9]{1,10}$/, `expected a whole number from 0 to ${max}`)
      .transform(Number)
      .refine((n) => n <= max, `expected a whole number from 0 to ${max}`),
    format: String,
  };
}
