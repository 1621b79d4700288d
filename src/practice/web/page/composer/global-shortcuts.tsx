import { Icon } from '../parts/icon.tsx';
import { Menu } from '../parts/menu.tsx';
import { useWorld } from '../world.ts';

/** The "+" of the composer: the app's global shortcuts, and files. */
export function GlobalShortcuts({ attach }: { readonly attach: () => void }) {
  const world = useWorld();
  const { app, shortcuts } = world.workspace;
  const use = async (callbackId: string): Promise<void> => {
    const answer = await world.act({ act: 'globalShortcut', callbackId });
    if (!answer.ok) world.tell(answer.error);
    else if (answer.shown !== undefined) world.tell(answer.shown);
  };
  const items = shortcuts
    .filter(({ type }) => type === 'global')
    .map(({ callbackId, name }) => ({
      id: callbackId,
      label: name,
      detail: app.name,
      pick: () => void use(callbackId),
    }));
  return (
    <Menu
      label="Shortcuts and files"
      items={[...items, { id: 'files', label: 'Attach files …', pick: attach }]}
    >
      <Icon name="plus" />
    </Menu>
  );
}
