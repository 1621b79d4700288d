import { UserError } from '../core/errors.ts';
import type { Front } from '../core/ports/front.ts';
import { errorView } from '../core/view/error-view.ts';
import { cancel, confirm } from './decide.ts';
import type { Execute } from './execute.ts';
import { checkSubmission, openChange, openDeploy, submitForm } from './forms.ts';
import { home } from './home.ts';
import type { Parts } from './parts.ts';
import { rollBack } from './roll-back.ts';
import { say } from './say.ts';

/**
 * The bot as the chat side sees it. What a person did wrong, and what the engine refused, is answered to that person alone;
 * everything else is thrown on as the bug it is.
 */
export function front(parts: Parts, execute: Execute): Front {
  return {
    say: (said, signal) => answering(said.reply, () => say(parts, said, signal)),
    click: (click, signal) =>
      answering(click.reply, () => {
        switch (click.verb) {
          case 'confirm':
            return confirm(parts, execute, click, signal);
          case 'cancel':
            return cancel(parts, click, signal);
          case 'change':
            return openChange(parts, click, signal);
          case 'rollback':
            return rollBack(parts, click, signal);
          default:
            throw new UserError(
              'not-found',
              'This button is of another version of Waggle.',
              'Say the command again.',
            );
        }
      }),
    shortcut: (shortcut, signal) => answering(shortcut.reply, () => openDeploy(parts, shortcut, signal)),
    check: (submission) => checkSubmission(parts, submission),
    submit: (submission, signal) => answering(submission.reply, () => submitForm(parts, submission, signal)),
    home: (opened, signal) => home(parts, opened, signal),
  };
}

async function answering(
  reply: (view: ReturnType<typeof errorView>) => Promise<void>,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await reply(errorView(error));
  }
}
