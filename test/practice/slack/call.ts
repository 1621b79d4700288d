import type { SlackServer } from '../../../src/practice/slack/server.ts';
import { tokens } from './harness.ts';

export type Answer = Record<string, unknown>;

/** Calls a method of the Web API with JSON and the bot's token. */
export async function call(slack: SlackServer, method: string, args: object = {}): Promise<Answer> {
  const response = await fetch(slack.url + method, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${tokens.botToken}` },
    body: JSON.stringify(args),
  });
  return (await response.json()) as Answer;
}
