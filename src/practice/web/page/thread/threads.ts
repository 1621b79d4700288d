import type { Message } from '../../protocol.ts';

/** What stands below the first message of a thread. */
export type ThreadSummary = {
  readonly replies: number;
  /** The ts of the last reply. */
  readonly last: string;
  /** Who replied, each once, the latest last. */
  readonly people: readonly string[];
};

/** Whether it stands in the channel's own list, and not in a thread alone. */
export function isInChannel(message: Message): boolean {
  return message.threadTs === undefined || message.threadTs === message.ts || message.isBroadcast;
}

/** The messages of a thread, its first one among them if it is there. */
export function threadOf(messages: readonly Message[], threadTs: string): Message[] {
  return messages.filter((message) => message.ts === threadTs || message.threadTs === threadTs);
}

/** By the ts of the first message. What only this person sees is not counted: it is no reply. */
export function threadSummaries(messages: readonly Message[]): Map<string, ThreadSummary> {
  const summaries = new Map<string, ThreadSummary>();
  for (const { threadTs, ts, user, isEphemeral } of messages) {
    if (threadTs === undefined || threadTs === ts || isEphemeral) continue;
    const before = summaries.get(threadTs);
    const others = (before?.people ?? []).filter((id) => id !== user);
    summaries.set(threadTs, { replies: (before?.replies ?? 0) + 1, last: ts, people: [...others, user] });
  }
  return summaries;
}
