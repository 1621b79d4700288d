import { expect } from 'vitest';
import type { Desk } from './desk.ts';

/** Asks Waggle in the open channel, and waits for an answer of its own; gives its words. */
export async function ask(desk: Desk, words: string, title: RegExp): Promise<string> {
  const answers = desk.messages(title).filter({ hasText: 'Only visible to you' });
  const before = await answers.count();
  await desk.say(words);
  await expect.poll(() => answers.count()).toBeGreaterThan(before);
  return answers.last().innerText();
}
