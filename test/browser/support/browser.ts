import { chromium, type Browser, type BrowserContextOptions } from 'playwright-core';
import { chromiumPath } from './needs.ts';

/** The two shapes that everything has to work in. */
export const DEVICES = ['desktop', 'phone'] as const;
export type Device = (typeof DEVICES)[number];

/** Debian's Chromium, without a window. */
export async function openBrowser(): Promise<Browser> {
  // Chromium's sandbox refuses to run as root, as which containers and .ci/run run it.
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: chromiumPath(), args });
}

/** Pixels and fingers of a device. */
export function shapeOf(device: Device): BrowserContextOptions {
  if (device === 'desktop') return { viewport: { width: 1280, height: 800 } };
  return { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true };
}
