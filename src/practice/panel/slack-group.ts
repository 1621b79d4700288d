import type { SlackServer } from '../slack/server.ts';
import { PanelRefusal } from '../web/panel.ts';
import type { Group } from './group.ts';

/** How late a slow Slack answers, and how many calls that holds for. */
const SLOW_MS = 2_500;
const SLOW_CALLS = 20;

const ANSWERS = {
  usual: 'as usual',
  slow: `slow, for ${SLOW_CALLS} calls`,
  limited: 'too many edits, twice',
} as const;

/** What can go wrong between the bot and Slack. */
export function slackGroup(slack: SlackServer): Group {
  const { workspace } = slack;
  /** What was last asked of Slack's answers. */
  let answers: 'usual' | 'slow' | 'limited' = 'usual';
  const listeners = new Set<() => void>();
  const answer = (how: typeof answers): void => {
    answers = how;
    for (const listener of listeners) listener();
  };
  const actions: Readonly<Record<string, () => Promise<string> | string>> = {
    cut: () => {
      if (slack.isCut) throw new PanelRefusal('Slack is cut off already.');
      slack.cut();
      return 'Slack is cut off: the bot hears nothing and can say nothing. A rollout goes on, and its message catches up afterwards.';
    },
    mend: () => {
      if (!slack.isCut) throw new PanelRefusal('Slack is not cut off.');
      slack.mend();
      return 'Slack can be reached again. The bot connects within some seconds.';
    },
    recycle: () => {
      if (!workspace.appIsUp) throw new PanelRefusal('The bot has no connection now.');
      // it ends when the bot has closed the old connection, which nobody needs to wait for
      void workspace.sockets.recycle();
      return 'Slack has asked the bot to connect anew, as it does every few hours.';
    },
    drop: () => {
      if (!workspace.appIsUp) throw new PanelRefusal('The bot has no connection now.');
      workspace.sockets.drop();
      return 'The connection broke without a word. The bot connects again within some seconds.';
    },
    slow: () => {
      workspace.clearFaults();
      workspace.inject({ kind: 'slow', method: '*', ms: SLOW_MS, times: SLOW_CALLS });
      answer('slow');
      return `Slack takes ${SLOW_MS / 1000} seconds for each of the bot's next ${SLOW_CALLS} calls.`;
    },
    limit: () => {
      workspace.clearFaults();
      workspace.inject({ kind: 'rate_limited', method: 'chat.update', retryAfter: 10, times: 2 });
      answer('limited');
      return 'Slack asks the bot to wait for 10 seconds, at the next two edits of a message.';
    },
    fast: () => {
      workspace.clearFaults();
      answer('usual');
      return 'Slack answers at once again.';
    },
  };
  return {
    state: () => ({
      id: 'slack',
      title: 'Slack',
      about: 'What can go wrong between the bot and Slack. You see this page all the same.',
      items: [
        {
          id: 'network',
          label: 'The network to Slack',
          ...(slack.isCut
            ? { state: 'cut off', tone: 'bad' as const }
            : workspace.appIsUp
              ? { state: 'the bot is connected', tone: 'good' as const }
              : { state: 'the bot is not connected yet', tone: 'busy' as const }),
          actions: slack.isCut
            ? [{ id: 'mend', label: 'Reconnect', isDangerous: false }]
            : [
                { id: 'cut', label: 'Cut Slack off', isDangerous: true },
                { id: 'drop', label: 'Break the connection', isDangerous: true },
                { id: 'recycle', label: 'Ask it to connect anew', isDangerous: false },
              ],
        },
        {
          id: 'answers',
          label: "Slack's answers",
          state: ANSWERS[answers],
          tone: answers === 'usual' ? 'good' : 'bad',
          actions: [
            ...(answers === 'usual' ? [] : [{ id: 'fast', label: 'As usual', isDangerous: false }]),
            { id: 'slow', label: 'Make them slow', isDangerous: true },
            { id: 'limit', label: 'Ask for a pause', isDangerous: true },
          ],
        },
      ],
    }),
    onChange: (listener) => {
      let before = '';
      listeners.add(listener);
      const stop = workspace.state.onChange(() => {
        const now = `${slack.isCut} ${workspace.appIsUp}`;
        if (now === before) return;
        before = now;
        listener();
      });
      return () => {
        listeners.delete(listener);
        stop();
      };
    },
    act: async (_item, action) => {
      const act = actions[action];
      if (act === undefined) throw new PanelRefusal('There is no such action.');
      return await act();
    },
  };
}
