import type { Page } from 'playwright-core';

/** What goes wrong in a page without being seen: errors in the console, thrown errors, requests that fail. */
export type Problems = {
  readonly found: readonly string[];
  /** Lets a problem pass that the test itself brings about. */
  readonly expect: (words: RegExp) => void;
};

/** Collects from now on. */
export function collectProblems(page: Page): Problems {
  const all: string[] = [];
  const expected: RegExp[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') all.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on('pageerror', (error) => {
    all.push(`thrown: ${error.stack ?? error.message}`);
  });
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? 'failed';
    // A stream that the page itself closes, or leaves behind by a reload, and a link that turns out to be a download.
    if (why === 'net::ERR_ABORTED' && /\/(?:live|file)\b/.test(new URL(request.url()).pathname)) return;
    all.push(`request: ${request.method()} ${request.url()}: ${why}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) all.push(`answer: ${response.status()} to ${response.url()}`);
  });
  return {
    get found() {
      return all.filter((line) => !expected.some((words) => words.test(line)));
    },
    expect: (words) => {
      expected.push(words);
    },
  };
}
