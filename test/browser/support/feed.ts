import type { Page } from 'playwright-core';
import type { Feed, Thing } from '../../../src/practice/web/protocol.ts';

/** All that the page's server shows to a person (by id; without one, to whom it takes first), as it is now. */
export async function feedOf(origin: string, as?: string): Promise<readonly Thing[]> {
  const answer = await fetch(as === undefined ? `${origin}/live` : `${origin}/live?as=${as}`);
  const text = await firstEvent(answer);
  // What the server sends is its contract; the tests of the server hold it to that.
  const feed = JSON.parse(text.replaceAll(/^(?:data: ?|(?:id|event|retry|:).*$)/gm, '')) as Feed;
  return feed.put;
}

/**
 * Hands the page a first feed with something in it that the strict Slack would not take: `change` gets the JSON of what the
 * server sends. From the next reload on.
 */
export async function withFeed(page: Page, origin: string, change: (feed: string) => string): Promise<void> {
  await page.route(`${origin}/live**`, async (route) => {
    const answer = await fetch(route.request().url());
    await route.fulfill({ contentType: 'text/event-stream', body: change(await firstEvent(answer)) });
  });
}

/** The first event of a stream, with the empty line that ends it; the stream is closed. */
async function firstEvent(answer: Response): Promise<string> {
  if (answer.body === null) throw new Error('the live stream has no body');
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of answer.body) {
    text += decoder.decode(chunk, { stream: true });
    const event = /^data:[^]*?\n\n/m.exec(text);
    if (event !== null) return event[0];
  }
  throw new Error(`the live stream ended early: ${text}`);
}
