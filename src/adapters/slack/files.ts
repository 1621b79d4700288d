import { z } from 'zod';
import type { SlackApi } from './api.ts';
import type { Attachment } from './blocks/render.ts';
import type { Publisher } from './publisher.ts';

const Upload = z.object({ upload_url: z.url(), file_id: z.string() });

/** Uploads a text file into a channel or thread (files.getUploadURLExternal, upload, files.completeUploadExternal). */
export async function uploadFile(
  deps: { readonly api: SlackApi; readonly publisher: Publisher },
  to: { readonly channel: string; readonly thread?: string },
  file: Attachment,
  signal: AbortSignal,
): Promise<void> {
  const { api, publisher } = deps;
  const content = Buffer.from(file.content.toWellFormed());
  const call = (method: string, args: Record<string, unknown>) =>
    publisher.call(method, to.channel, () => api.call(method, args), signal);
  const name = fileName(file.name);
  const target = Upload.parse(
    await call('files.getUploadURLExternal', { filename: name, length: Math.max(1, content.length) }),
  );
  const answer = await fetch(target.upload_url, {
    method: 'POST',
    body: content.length === 0 ? '\n' : content,
    signal: AbortSignal.any([signal, AbortSignal.timeout(30_000)]),
  });
  await answer.arrayBuffer();
  if (!answer.ok) throw new Error(`Slack did not take the file: HTTP ${answer.status}`);
  await call('files.completeUploadExternal', {
    files: [{ id: target.file_id, title: name }],
    channel_id: to.channel,
    ...(to.thread === undefined ? {} : { thread_ts: to.thread }),
  });
}

function fileName(name: string): string {
  return name.replaceAll(/[^\w. -]/gu, '_').slice(0, 100) || 'file.txt';
}
