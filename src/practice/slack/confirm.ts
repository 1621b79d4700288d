import { objectAt, stringAt } from './json.ts';
import type { Placed } from './values.ts';

/** A confirm dialog that came up before an action. */
export type ConfirmSeen = {
  user: string;
  actionId: string;
  title: string;
  text: string;
  confirm: string;
  deny: string;
};

/** The dialog that Slack shows before this action is sent, with Slack's usual words where the app gave none. */
export function confirmOf(found: Placed, userId: string): ConfirmSeen | undefined {
  const confirm = objectAt(found.element, 'confirm');
  if (confirm === undefined) return undefined;
  const textOf = (key: string, usual: string): string => stringAt(objectAt(confirm, key), 'text') ?? usual;
  return {
    user: userId,
    actionId: found.actionId,
    title: textOf('title', 'Are you sure?'),
    text: textOf('text', ''),
    confirm: textOf('confirm', 'Yes'),
    deny: textOf('deny', 'No'),
  };
}
