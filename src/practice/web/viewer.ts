import type { Workspace as Slack } from '../slack/control.ts';
import { choiceKey } from '../slack/persona.ts';
import { Sight } from '../slack/sight.ts';
import type * as slack from '../slack/state.ts';
import { valuesOf } from '../slack/values.ts';
import type { Snapshot } from './changes.ts';
import { Memo } from './memo.ts';
import type { Message, Panel, Thing, View, Workspace } from './protocol.ts';
import { viewThing, type Things } from './things.ts';

/** What one person sees, as the page's things. */
export class Viewer {
  readonly #slack: Slack;
  readonly #user: slack.User;
  readonly #sight: Sight;
  readonly #things: Things;
  readonly #workspaces = new Memo<slack.User, Workspace>();
  readonly #messages = new Memo<slack.Message, Message>();
  readonly #views = new Memo<slack.View, View>();

  constructor(workspace: Slack, user: slack.User, things: Things) {
    this.#slack = workspace;
    this.#user = user;
    this.#sight = new Sight(workspace.state, user);
    this.#things = things;
  }

  /** All that this person sees now. What has not changed since the last look is the same object as then. */
  look(panel: Panel | undefined): Snapshot {
    const { state } = this.#slack;
    const seen = new Set<Thing>([this.#workspace()]);
    for (const user of state.users.values()) seen.add(this.#things.person(user));
    const channels = new Set<string>();
    for (const channel of state.channels.values()) {
      if (!this.#sight.sees(channel)) continue;
      channels.add(channel.id);
      seen.add(this.#things.channel(channel));
    }
    for (const message of state.messages) {
      if (message.deleted || !channels.has(message.channel)) continue;
      if (message.ephemeralTo !== undefined && message.ephemeralTo !== this.#user.id) continue;
      seen.add(this.#message(message));
    }
    for (const view of this.#openViews()) seen.add(view);
    if (panel !== undefined) seen.add(panel);
    return seen;
  }

  #workspace(): Workspace {
    const { appIsUp, state } = this.#slack;
    return this.#workspaces.get(this.#user, [appIsUp], () => ({
      kind: 'workspace',
      team: state.team.name,
      me: this.#user.id,
      app: { id: state.app.id, name: state.app.name, botUserId: state.app.botUserId },
      commands: state.manifest.commands.map(({ command, description, usageHint }) => ({
        command,
        description,
        usageHint,
      })),
      shortcuts: state.manifest.shortcuts.map(({ type, name, callbackId }) => ({
        type,
        name: name ?? callbackId,
        callbackId,
      })),
      appIsUp,
    }));
  }

  #message(message: slack.Message): Message {
    const shared = this.#things.message(message);
    if (!this.#things.hasInputs(message)) return shared;
    const chosen = this.#slack.state.chosen.get(choiceKey(this.#user.id, message));
    // Each choice puts a new object at its block, so those tell whether anything was chosen since.
    const parts = [shared, ...Object.values(chosen ?? {})];
    return this.#messages.get(message, parts, () => ({
      ...shared,
      values: valuesOf(message.blocks, chosen),
    }));
  }

  #openViews(): View[] {
    const { views, stacks, homes } = this.#slack.state;
    const ids = [...(stacks.get(this.#user.id) ?? [])];
    const home = homes.get(this.#user.id);
    const placed = ids.map((id, depth): [string, number] => [id, depth]);
    if (home !== undefined) placed.push([home, 0]);
    return placed.flatMap(([id, depth]) => {
      const view = views.get(id);
      if (view === undefined || view.closed) return [];
      const parts = [view.hash, view.body, depth, ...Object.values(view.values)];
      return [this.#views.get(view, parts, () => viewThing(view, depth))];
    });
  }
}
