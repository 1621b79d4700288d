import { z } from 'zod';
import type { Log } from '../../core/ports/log.ts';
import { MessageRef, type Messenger, type Place } from '../../core/ports/messenger.ts';
import { UserError } from '../../core/errors.ts';
import { refusalOf, refusesBlocks, type SlackApi } from './api.ts';
import { render, type Attachment, type Rendered } from './blocks/render.ts';
import { uploadFile } from './files.ts';
import { createLinks } from './links.ts';
import type { Publisher } from './publisher.ts';

const Opened = z.object({ channel: z.object({ id: z.string() }) });

type Deps = { readonly api: SlackApi; readonly publisher: Publisher; readonly log: Log };

/** The port over Slack's Web API. Everything it writes goes through the publisher. */
export function createMessenger(deps: Deps): Messenger {
  const { publisher } = deps;
  return {
    post: async (place, view, signal) => {
      const rendered = render(view, 'message');
      const ref = await post(deps, place, rendered, signal);
      publisher.posted(ref, rendered);
      await attach(deps, { channel: ref.channel, thread: place.thread ?? ref.ts }, rendered.files, signal);
      return ref;
    },
    edit: (ref, view, { final }) => {
      publisher.edit(ref, render(view, 'edit'), final);
    },
    whisper: async (place, person, view, signal) => {
      const rendered = render(view, 'ephemeral');
      if (place.kind === 'direct') {
        const ref = await post(deps, place, rendered, signal);
        await attach(deps, { channel: ref.channel, thread: place.thread ?? ref.ts }, rendered.files, signal);
        return;
      }
      await send(deps, 'chat.postEphemeral', { ...target(place), user: person }, rendered, signal);
      await attachPrivately(deps, person, rendered.files, signal);
    },
    link: createLinks(deps),
    drained: publisher.drained,
  };
}

/** Posts to a person's direct messages, whatever channel they wrote in. */
export async function postToPerson(
  deps: Deps,
  person: string,
  rendered: Rendered,
  signal: AbortSignal,
): Promise<void> {
  const ref = await post(deps, { channel: person, kind: 'direct' }, rendered, signal);
  await attach(deps, { channel: ref.channel, thread: ref.ts }, rendered.files, signal);
}

/** Sends files to a person's direct messages: an ephemeral message cannot carry any. */
export async function attachPrivately(
  deps: Deps,
  person: string,
  files: readonly Attachment[],
  signal: AbortSignal,
): Promise<void> {
  if (files.length === 0) return;
  const open = () => deps.api.call('conversations.open', { users: person });
  const { channel } = Opened.parse(await deps.publisher.call('conversations.open', person, open, signal));
  await attach(deps, { channel: channel.id }, files, signal);
}

async function post(deps: Deps, place: Place, rendered: Rendered, signal: AbortSignal): Promise<MessageRef> {
  const args = { ...target(place), unfurl_links: false, unfurl_media: false };
  return MessageRef.parse(await send(deps, 'chat.postMessage', args, rendered, signal));
}

function target({ channel, thread }: Place) {
  return { channel, ...(thread === undefined ? {} : { thread_ts: thread }) };
}

/** One new message; without its blocks when Slack refuses them, since some words are better than none. */
async function send(
  deps: Deps,
  method: 'chat.postMessage' | 'chat.postEphemeral',
  to: Readonly<Record<string, unknown>> & { readonly channel: string },
  rendered: Rendered,
  signal: AbortSignal,
): Promise<unknown> {
  const { api, publisher, log } = deps;
  const make = (args: Record<string, unknown>) =>
    publisher.call(
      method,
      to.channel,
      () => api.call(method, { ...to, text: rendered.text, ...args }),
      signal,
    );
  try {
    return await make({ blocks: rendered.blocks });
  } catch (error) {
    const word = refusalOf(error);
    if (!refusesBlocks(word)) throw refusedWrite(word) ?? error;
    log.error({ method, err: error }, 'Slack refused the blocks of a message; the text alone is sent');
    return make({});
  }
}

/** The refusals that a person can do something about. A private channel without the bot looks as if it did not exist. */
function refusedWrite(word: string | null): UserError | null {
  if (word === 'not_in_channel' || word === 'channel_not_found') {
    return new UserError(
      'not-in-channel',
      'Waggle is not a member of this channel.',
      'Invite it with /invite @waggle and try again.',
    );
  }
  if (word === 'is_archived') {
    return new UserError('not-possible', 'This channel is archived.', 'Use another channel.');
  }
  return null;
}

/** The message stands already, so a file that does not arrive is logged and no more. */
async function attach(
  deps: Deps,
  to: { readonly channel: string; readonly thread?: string },
  files: readonly Attachment[],
  signal: AbortSignal,
): Promise<void> {
  for (const file of files) {
    try {
      await uploadFile(deps, to, file, signal);
    } catch (error) {
      signal.throwIfAborted();
      deps.log.error({ channel: to.channel, err: error }, 'a file could not be uploaded');
    }
  }
}
