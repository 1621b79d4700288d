import { z } from 'zod';
import { elementLimits } from '../../facts/slack.ts';
import type { Act } from './protocol.ts';

/** Longer ones are no ids of anything here. */
const id = z.string().min(1).max(255);
/**
 * What a person may type. A choice: Slack stores 40,000 characters of a message and does not document what its client takes; 12,000
 * is what it is seen to take.
 */
export const typedMax = 12_000;
/** Bounded further down, where there are words for it. */
const typed = z.string().max(100_000);
const entry = z.union([
  z.string().max(100_000),
  z.array(z.string().max(3_000)).max(elementLimits.selectOptions),
  z.number(),
  z.null(),
]);
const target = z.union([z.strictObject({ channel: id, ts: id }), z.strictObject({ id })]);
const element = { target, blockId: id, actionId: id };

/** What the page may ask for. */
export const ActShape: z.ZodType<Act> = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('say'),
    channel: id,
    text: typed,
    threadTs: id.exactOptional(),
    files: z.array(id).exactOptional(),
  }),
  z.strictObject({ act: z.literal('slash'), channel: id, text: typed, threadTs: id.exactOptional() }),
  z.strictObject({ act: z.literal('edit'), channel: id, ts: id, text: typed }),
  z.strictObject({ act: z.literal('click'), ...element }),
  z.strictObject({
    act: z.literal('select'),
    ...element,
    entry,
    offered: z
      .array(z.record(z.string(), z.json()))
      .max(elementLimits.selectOptions * elementLimits.selectOptionGroups)
      .exactOptional(),
  }),
  z.strictObject({ act: z.literal('suggest'), ...element, query: typed }),
  z.strictObject({ act: z.literal('submit'), view: id, values: z.record(z.string().max(255), entry) }),
  z.strictObject({ act: z.literal('close'), all: z.boolean() }),
  z.strictObject({ act: z.literal('shortcut'), channel: id, ts: id, callbackId: id }),
  z.strictObject({ act: z.literal('globalShortcut'), callbackId: id }),
  z.strictObject({ act: z.literal('openHome') }),
  z.strictObject({ act: z.literal('join'), channel: id }),
  z.strictObject({ act: z.literal('leave'), channel: id }),
  z.strictObject({ act: z.literal('invite'), channel: id }),
  z.strictObject({ act: z.literal('panel'), item: id, action: id }),
]);
