import type { Panel } from '../../protocol.ts';
import { Icon } from '../parts/icon.tsx';
import { PanelGroupPart } from './panel-group.tsx';
import { TryList } from './try-list.tsx';
import { useShell } from '../frame/shell.ts';

/** What one can break and mend, beside the channel. */
export function PanelDrawer({ panel }: { readonly panel: Panel }) {
  const { showPanel } = useShell();
  const close = (): void => {
    showPanel(false);
    requestAnimationFrame(() => document.querySelector<HTMLElement>('.main .break-button')?.focus());
  };
  return (
    <aside class="panel" aria-label="Break things">
      <header class="side-head">
        <h2>Break things</h2>
        <button type="button" class="icon-button" aria-label="Close" title="Close (Esc)" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <div class="panel-body" tabIndex={0} role="group" aria-label="What can be broken">
        {panel.notice === undefined ? null : <p class="notice">{panel.notice}</p>}
        {panel.tries.length === 0 ? null : <TryList tries={panel.tries} />}
        {panel.groups.map((group) => (
          <PanelGroupPart key={group.id} group={group} />
        ))}
      </div>
    </aside>
  );
}
