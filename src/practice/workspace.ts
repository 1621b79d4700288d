import { randomBytes } from 'node:crypto';
import { PracticeRefusal } from './refusal.ts';
import { SlackDataError } from './slack/store/folder.ts';
import { startSlackServer, type SlackServer } from './slack/server.ts';
import { APP } from './story/app.ts';
import { sayLines, storyClock } from './story/say-lines.ts';
import type { WorkspaceStory } from './story/story.ts';

const DAY_MS = 24 * 3600_000;

export type LocalSlack = {
  readonly slack: SlackServer;
  readonly tokens: { readonly botToken: string; readonly appToken: string };
};

export type WorkspaceMeans = {
  /** Where it is kept; undefined: nowhere. */
  readonly data: string | undefined;
  readonly onFault: (error: unknown) => void;
};

/**
 * Starts the local Slack, with everything that was said before if it is new.
 * @throws PracticeRefusal when what was kept of it cannot be used.
 */
export async function startWorkspace(
  story: WorkspaceStory,
  { data, onFault }: WorkspaceMeans,
): Promise<LocalSlack> {
  // new ones with every start: nobody outside of this process has to know them
  const tokens = { botToken: `xoxb-${secret()}`, appToken: `xapp-${secret()}` };
  const clock = storyClock(Date.now() - 30 * DAY_MS);
  const slack = await startSlackServer({
    ...tokens,
    signingSecret: secret(),
    mode: 'socket',
    manifest: APP,
    clock,
    keep: 'recent',
    seed: { users: story.people, channels: story.channels },
    onFault,
    ...(data === undefined ? {} : { data }),
  }).catch((error: unknown) => {
    throw error instanceof SlackDataError ? new PracticeRefusal(error.message) : error;
  });
  const { workspace } = slack;
  if (workspace.everyMessage().length === 0) sayLines(workspace, story.lines, clock);
  else clock.standAt(undefined);
  return { slack, tokens };
}

function secret(): string {
  return randomBytes(24).toString('hex');
}
