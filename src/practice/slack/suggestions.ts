import { z } from 'zod';
import { elementLimits } from '../../facts/slack.ts';
import { MenuOption, OptionGroup } from './blocks/objects.ts';
import { objectsAt, type JsonObject } from './json.ts';
import { Refusal } from './refusal.ts';

/** What an app may answer to an external menu. */
const Suggestions = z.union([
  z.object({ options: z.array(MenuOption).max(elementLimits.selectOptions) }),
  z.object({ option_groups: z.array(OptionGroup).max(elementLimits.selectOptionGroups) }),
]);

/** The options in the answer to a `block_suggestion`. Throws a `Refusal` if Slack would not show them. */
export function suggestedOptions(response: JsonObject | undefined): JsonObject[] {
  const checked = Suggestions.safeParse(response);
  if (!checked.success) throw new Refusal('invalid_options', [z.prettifyError(checked.error)]);
  const groups = objectsAt(response, 'option_groups');
  return [...objectsAt(response, 'options'), ...groups.flatMap((group) => objectsAt(group, 'options'))];
}
