import { UserError, type UserErrorCode } from '../../../src/core/errors.ts';

/** The user error that an act fails with. Anything else that happens fails the test. */
export function refusal(act: () => unknown): {
  code: UserErrorCode;
  message: string;
  next: string | undefined;
} {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, message: error.message, next: error.next };
    throw error;
  }
  throw new Error('nothing was refused');
}

/** Whether an act on a person's words ended well or was refused as a user error. Anything else fails the test. */
export function outcome(act: () => unknown): 'understood' | 'refused' {
  try {
    act();
    return 'understood';
  } catch (error) {
    if (error instanceof UserError) return 'refused';
    throw error;
  }
}
