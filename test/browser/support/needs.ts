import { which } from '../../support/lab/needs.ts';

/** What this machine lacks for the tests in a browser, one sentence each; empty when it can run them. */
export function browserNeeds(): string[] {
  return which('chromium') === null ? ['Chromium is missing: install the Debian package chromium.'] : [];
}

/** The full path of Debian's Chromium. @throws Error where it is not installed. */
export function chromiumPath(): string {
  const path = which('chromium');
  if (path === null) throw new Error(browserNeeds().join(' '));
  return path;
}

/**
 * Says whether a suite in the browser can run here, and aloud when it is left out.
 * @throws Error where WAGGLE_REQUIRE names browser.
 */
export function canRunInBrowser(suite: string): boolean {
  const [need] = browserNeeds();
  if (need === undefined) return true;
  if ((process.env['WAGGLE_REQUIRE'] ?? '').split(',').includes('browser')) {
    throw new Error(`${suite} is required, but cannot run: ${need}`);
  }
  console.warn(`LEFT OUT ${suite}: ${need}`);
  return false;
}
