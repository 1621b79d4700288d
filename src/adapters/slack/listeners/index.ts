import type { App } from '@slack/bolt';
import type { Front } from '../../../core/ports/front.ts';
import type { Deps } from '../delivery.ts';
import { createHome } from '../home.ts';
import { listenToActions } from './actions.ts';
import { listenToCommands } from './commands.ts';
import { listenToEvents } from './events.ts';
import { listenToHome } from './home.ts';
import { listenToShortcuts } from './shortcuts.ts';
import { listenToViews } from './views.ts';

/** Everything that Slack can tell us, registered in one place. */
export function listen(app: App, deps: Deps, front: Front, command: string): void {
  listenToCommands(app, deps, front, command);
  listenToEvents(app, deps, front);
  const home = createHome(deps, front, command);
  listenToHome(app, deps, home);
  listenToActions(app, deps, front, home);
  listenToShortcuts(app, deps, front);
  listenToViews(app, deps, front);
}
