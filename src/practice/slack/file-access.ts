import type { FileRecord, State } from './state.ts';

/**
 * Whether the app can see a file: its own, or one that was shared where the bot is a member, as the scope `files:read` says.
 * A file that stands in no channel was handed over in a modal, or its message is not written yet; Slack's documentation does
 * not say who sees it then, and here the app does.
 */
export function botSees(state: State, file: FileRecord): boolean {
  if (file.user === state.app.botUserId || file.channels.length === 0) return true;
  return file.channels.some((id) => {
    const channel = state.channels.get(id);
    return channel !== undefined && state.botIsIn(channel);
  });
}

const types: Record<string, string> = {
  csv: 'text/csv',
  gif: 'image/gif',
  gz: 'application/gzip',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  pdf: 'application/pdf',
  png: 'image/png',
  tar: 'application/x-tar',
  webp: 'image/webp',
  zip: 'application/zip',
};

/** The media type that Slack tells from a file's name. What it does not know is taken for text. */
export function mediaType(name: string): string {
  return types[extensionOf(name)] ?? 'text/plain';
}

/** The letters behind the last dot, in lower case; `text` where there is none. */
export function extensionOf(name: string): string {
  return /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? 'text';
}
