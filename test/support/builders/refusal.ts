import { UserError } from '../../../src/core/errors.ts';

export type Refusal = { readonly code: string; readonly message: string; readonly next: string | undefined };

/** What a person is told when this is asked; fails when nothing is refused, or by a bug. */
export async function refusalOf(act: () => unknown): Promise<Refusal> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { code: error.code, message: error.message, next: error.next };
  }
  throw new Error('nothing was refused');
}
