import { Avatar } from '../parts/avatar.tsx';
import { nameOf } from '../place/channels.ts';
import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import { useShell } from '../frame/shell.ts';
import { useWorld } from '../world.ts';

/** Who one is, and the people one can be instead. */
export function PersonSwitcher() {
  const { me, people } = useWorld();
  const { be } = useShell();
  const items = people
    .filter((person) => person.playable && !person.isDeactivated)
    .map((person) => ({
      id: person.id,
      label: nameOf(person, person.id),
      ...(person.title === '' ? {} : { detail: person.title }),
      isChosen: person.id === me.id,
      before: <Avatar id={person.id} name={nameOf(person, person.id)} />,
      pick: () => be(person.id),
    }));
  const name = nameOf(me, me.id);
  return (
    <Menu label={`You are ${name}`} name="Be somebody else" class="switcher" items={items}>
      <Avatar id={me.id} name={name} />
      <span class="switcher-words">
        <span class="switcher-name">{name}</span>
        {me.title === '' ? null : <span class="quiet switcher-title">{me.title}</span>}
      </span>
      <Icon name="down" />
    </Menu>
  );
}
