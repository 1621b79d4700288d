import type { ServerResponse } from 'node:http';
import { isPicture, mimetypeOf } from '../slack/file-types.ts';
import { Sight } from '../slack/sight.ts';
import type { FileRecord, State, User } from '../slack/state.ts';

/** The largest file that the page takes, bytes. Slack takes a gigabyte; here files are kept in memory. */
export const uploadMax = 25_000_000;

/** A file if this person may have it: it is their own, or in a conversation that they see. */
export function fileFor(state: Readonly<State>, user: User, id: string): FileRecord | undefined {
  const file = state.files.get(id);
  if (file === undefined || !file.completed) return undefined;
  const sight = new Sight(state, user);
  const isShared = file.channels.some((channelId) => {
    const channel = state.channels.get(channelId);
    return channel !== undefined && sight.sees(channel);
  });
  return isShared || file.user === user.id ? file : undefined;
}

/**
 * Sends a file's bytes so that nothing in them runs here: only pictures are shown, all else is handed over as a download, in a
 * sandbox and under a type that a browser does not guess at.
 */
export function sendFile(response: ServerResponse, name: string, content: Buffer): void {
  const mimetype = mimetypeOf(name);
  const isShown = isPicture(mimetype);
  const ascii = name.replaceAll(/[^\w .()+-]/g, '_');
  const utf8 = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16)}`,
  );
  response.writeHead(200, {
    'content-type': isShown ? mimetype : 'application/octet-stream',
    'content-length': content.length,
    'content-disposition': `${isShown ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${utf8}`,
    'content-security-policy': "default-src 'none'; sandbox",
  });
  response.end(content);
}

/** A name that can stand for a file on any machine, or undefined if nothing is left of it. */
export function fileName(offered: string): string | undefined {
  const base = offered.split(/[/\\]/).at(-1) ?? '';
  // eslint-disable-next-line no-control-regex -- those are what is taken out
  const name = base.replaceAll(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  return name === '' || name === '.' || name === '..' ? undefined : name.slice(0, 255);
}
