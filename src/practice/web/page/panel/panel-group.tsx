import { useState } from 'preact/hooks';
import type { PanelAction, PanelGroup, PanelItem } from '../../panel.ts';
import { useWorld } from '../world.ts';

/** A group of things that can be broken and mended. */
export function PanelGroupPart({ group }: { readonly group: PanelGroup }) {
  return (
    <section class="panel-group">
      <h3>{group.title}</h3>
      {group.about === '' ? null : <p class="quiet">{group.about}</p>}
      <ul class="panel-items">
        {group.items.map((item) => (
          <PanelItemPart key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

function PanelItemPart({ item }: { readonly item: PanelItem }) {
  const world = useWorld();
  const [running, setRunning] = useState<string | undefined>();
  const [said, setSaid] = useState<{ words: string; isBad: boolean } | undefined>();
  const run = async (action: PanelAction): Promise<void> => {
    if (action.disabled !== undefined) return setSaid({ words: action.disabled, isBad: true });
    if (running !== undefined) return;
    setRunning(action.id);
    setSaid(undefined);
    const answer = await world.act({ act: 'panel', item: item.id, action: action.id });
    setRunning(undefined);
    if (!answer.ok) setSaid({ words: answer.error, isBad: true });
    else if (typeof answer.result === 'string') setSaid({ words: answer.result, isBad: false });
  };
  return (
    <li class="panel-item">
      <div class="panel-what">
        <span class="panel-label">{item.label}</span>
        <span class={`panel-state is-${item.tone}`}>{item.state}</span>
      </div>
      <div class="panel-actions">
        {item.actions.map((action) => (
          <button
            key={action.id}
            type="button"
            class={`button${action.isDangerous ? ' is-danger' : ''}`}
            // It says why when it is pressed, so it stays reachable.
            aria-disabled={action.disabled !== undefined || running !== undefined}
            title={action.disabled}
            aria-label={`${action.label}: ${item.label}`}
            onClick={() => void run(action)}
          >
            {running === action.id ? `${action.label} …` : action.label}
          </button>
        ))}
      </div>
      <p class={said?.isBad === true ? 'trouble' : 'quiet panel-said'} role="status">
        {said?.words}
      </p>
    </li>
  );
}
