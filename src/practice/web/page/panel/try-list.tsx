import type { Try } from '../../panel.ts';
import { channelCalled } from '../place/channels.ts';
import { draftKey } from '../composer/drafts.ts';
import { useShell } from '../frame/shell.ts';
import { useWorld } from '../world.ts';

/** Things to try: their words are put into the composer, and the person sends them. */
export function TryList({ tries }: { readonly tries: readonly Try[] }) {
  const world = useWorld();
  const { drafts, go, showPanel } = useShell();
  const put = ({ channel: name, text }: Try): void => {
    const channel = channelCalled(name, world.channels, world.workspace.app);
    if (channel === undefined) return world.tell(`${world.me.name} does not see the channel ${name}.`);
    // Where the panel lies over the channel it would cover the words.
    if (window.matchMedia('(max-width: 900px)').matches) showPanel(false);
    go({ at: 'channel', channel: channel.id });
    drafts.put(draftKey(world.me.id, channel.id), text);
  };
  return (
    <section class="panel-group">
      <h3>Try</h3>
      <p class="quiet">The words go into the composer. You send them.</p>
      <ul class="tries">
        {tries.map((one) => (
          <li key={`${one.channel} ${one.text}`}>
            <button type="button" class="try" onClick={() => put(one)}>
              <span>{one.label}</span>
              <code>{one.text}</code>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
