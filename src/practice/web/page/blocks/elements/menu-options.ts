import type { Channel, Person } from '../../../protocol.ts';
import type { World } from '../../world.ts';
import { objectAt, objectsAt, stringAt, stringsAt, typeOf, type JsonObject } from '../json.ts';
import { namesOf } from '../names.ts';
import { textWords } from '../plain.ts';

/** Something to choose in a menu. */
export type Choice = { readonly value: string; readonly label: string; readonly about?: string };
/** `label` is empty for choices that are in no group. */
export type ChoiceGroup = { readonly label: string; readonly choices: readonly Choice[] };

/** What a menu offers, apart from external ones. */
export function groupsOf(element: JsonObject, world: World): readonly ChoiceGroup[] {
  switch (typeOf(element).replace(/^multi_/u, '')) {
    case 'users_select':
      return [{ label: '', choices: world.people.filter((one) => !one.isDeactivated).map(personChoice) }];
    case 'channels_select':
      return [{ label: '', choices: world.channels.filter(isPublic).map(channelChoice(world)) }];
    case 'conversations_select':
      return [{ label: '', choices: filtered(world.channels, element).map(channelChoice(world)) }];
    default: {
      const choices = objectsAt(element, 'options').map((option) => choiceOf(option, world));
      const groups = objectsAt(element, 'option_groups').map((group) => ({
        label: textWords(objectAt(group, 'label'), namesOf(world)),
        choices: objectsAt(group, 'options').map((option) => choiceOf(option, world)),
      }));
      return choices.length > 0 ? [{ label: '', choices }, ...groups] : groups;
    }
  }
}

/** One of Slack's option objects. */
export function choiceOf(option: JsonObject, world: World): Choice {
  const about = textWords(objectAt(option, 'description'), namesOf(world));
  return {
    value: stringAt(option, 'value') ?? '',
    label: textWords(objectAt(option, 'text'), namesOf(world)),
    ...(about === '' ? {} : { about }),
  };
}

/** The choices whose words hold what was typed. */
export function matching(groups: readonly ChoiceGroup[], typed: string): readonly ChoiceGroup[] {
  const wanted = typed.trim().toLowerCase();
  const fits = (choice: Choice): boolean =>
    `${choice.label} ${choice.about ?? ''}`.toLowerCase().includes(wanted);
  return groups
    .map((group) => ({ ...group, choices: group.choices.filter(fits) }))
    .filter((group) => group.choices.length > 0);
}

function personChoice(person: Person): Choice {
  const about = person.realName === person.name ? {} : { about: person.realName };
  return { value: person.id, label: `@${person.name}`, ...about };
}

function isPublic(channel: Channel): boolean {
  return channel.type === 'public' && !channel.isArchived;
}

function channelChoice(world: World): (channel: Channel) => Choice {
  return (channel) => ({
    value: channel.id,
    label: channel.type === 'im' ? `@${world.workspace.app.name}` : `#${channel.name}`,
  });
}

function filtered(channels: readonly Channel[], element: JsonObject): readonly Channel[] {
  const filter = objectAt(element, 'filter');
  const include = stringsAt(filter, 'include');
  const noBots = filter?.['exclude_bot_users'] === true;
  return channels.filter(
    (channel) =>
      !channel.isArchived &&
      (include.length === 0 || include.includes(channel.type)) &&
      !(noBots && channel.type === 'im'),
  );
}
