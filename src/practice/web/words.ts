import { PanelRefusal } from './panel.ts';
import type { ActResult } from '../slack/act-result.ts';
import { NotPossible, Refusal } from '../slack/refusal.ts';

/** What a person reads of something that they cannot do, or undefined for a fault of the program. */
export function refusalWords(error: unknown): string | undefined {
  if (error instanceof NotPossible || error instanceof PanelRefusal) return sentence(error.message);
  if (error instanceof Refusal) return sentence(error.message);
  return undefined;
}

/** What Slack shows when the app fails; `what` is a command or a shortcut's name. Undefined when it did not. */
export function commandFailure(what: string, result: ActResult): string | undefined {
  if (result.shownError === undefined) return undefined;
  switch (result.shownError) {
    case 'operation_timeout':
      return `${what} failed because the app did not respond.`;
    case 'dispatch_failed':
      return `${what} failed with the error "dispatch_failed": the app is not connected.`;
    case 'invalid_response':
      return `${what} failed with the error "invalid_response"${because(result.problems)}.`;
  }
}

/** What stands beside a button or menu when the app fails. */
export function actionFailure(result: ActResult): string | undefined {
  if (result.shownError === undefined) return undefined;
  switch (result.shownError) {
    case 'operation_timeout':
      return 'This app is not responding. Try again in a moment.';
    case 'dispatch_failed':
      return 'This app cannot be reached: it is not connected. Try again in a moment.';
    case 'invalid_response':
      return `This app gave an answer that Slack does not take${because(result.problems)}.`;
  }
}

/** What a form says when it was not sent well; it stays open. */
export function formFailure(outcome: string, problems: readonly string[] | undefined): string | undefined {
  if (problems !== undefined) return `This app gave an answer that Slack does not take${because(problems)}.`;
  return outcome === 'acked' ? undefined : 'We had some trouble connecting. Try again?';
}

/** What a menu says whose options did not come. */
export function optionsFailure({ error, messages }: Refusal): string {
  switch (error) {
    case 'operation_timeout':
      return 'The options could not be loaded: the app did not respond.';
    case 'dispatch_failed':
      return 'The options could not be loaded: the app is not connected.';
    default:
      return `The app gave options that Slack does not take${because(messages)}.`;
  }
}

/** As people write: a capital letter first, a full stop at the end. */
export function sentence(words: string): string {
  const first = words.charAt(0).toUpperCase() + words.slice(1);
  return /[.!?]["”']?$/.test(first) ? first : `${first}.`;
}

function because(problems: readonly string[] | undefined): string {
  return problems === undefined || problems.length === 0 ? '' : ` (${problems.join('; ')})`;
}
