import type { z } from 'zod';
import {
  blockLimits,
  blockSurfaces,
  messageLimits,
  viewLimits,
  type BlockType,
  type Surface,
} from '../../../facts/slack.ts';
import { isPlainObject, objectAt, objectsAt, stringAt, type Json, type JsonObject } from '../json.ts';
import { AnyBlock } from './schema.ts';

/** What is wrong with a list of blocks: the error word for a message, and the reasons in Slack's form. */
export type BlockFault = {
  error: 'invalid_blocks' | 'invalid_blocks_format' | 'msg_blocks_too_long';
  messages: string[];
};

/**
 * Checks blocks as Slack does, for one surface. Pointers start at `at` (`/blocks`, or `/view/blocks`).
 * Slack's reasons are not documented word for word; these follow the ones that it is known to give.
 */
export function checkBlocks(blocks: Json, surface: Surface, at = '/blocks'): BlockFault | undefined {
  if (!Array.isArray(blocks)) return { error: 'invalid_blocks_format', messages: [] };
  const most = surface === 'message' ? messageLimits.blocks : viewLimits.blocks;
  if (blocks.length > most) return refused([`no more than ${most} items allowed [json-pointer:${at}]`]);

  const messages = blocks.flatMap((block, index) => checkBlock(block, surface, `${at}/${index}`));
  if (messages.length > 0) return refused(messages);

  const known = blocks.filter(isPlainObject);
  const doubles = [
    ...repeatedBlockIds(known, at),
    ...known.flatMap((block, i) => repeatedActionIds(block, `${at}/${i}`)),
  ];
  if (doubles.length > 0) return refused(doubles);
  if (surface !== 'message') return undefined;

  const tables = known.filter((block) => block['type'] === 'table' || block['type'] === 'data_table');
  if (tables.length > messageLimits.tables) return refused([`only_one_table_allowed [json-pointer:${at}]`]);
  if (tables.reduce((sum, table) => sum + textLength(table['rows'] ?? null), 0) > blockLimits.tableText) {
    return refused([
      `must be less than ${blockLimits.tableText + 1} characters in all cells [json-pointer:${at}]`,
    ]);
  }
  const markdown = known.filter((block) => block['type'] === 'markdown');
  if (textLength(markdown) > messageLimits.markdown || textLength(known) > messageLimits.allBlockText) {
    return { error: 'msg_blocks_too_long', messages: [] };
  }
  return undefined;
}

function refused(messages: readonly string[]): BlockFault {
  return { error: 'invalid_blocks', messages: messages.map((message) => `[ERROR] ${message}`) };
}

function checkBlock(block: Json, surface: Surface, at: string): string[] {
  if (!isPlainObject(block)) return [`must be an object [json-pointer:${at}]`];
  const type = stringAt(block, 'type');
  if (type === undefined) return [`missing required field: type [json-pointer:${at}]`];
  if (!isBlockType(type)) return [`unsupported type: ${type} [json-pointer:${at}/type]`];
  const allowed: readonly Surface[] = blockSurfaces[type];
  if (!allowed.includes(surface)) return [`unsupported type: ${type} [json-pointer:${at}/type]`];
  const checked = AnyBlock.safeParse(block);
  return checked.success ? [] : describeIssues(checked.error, block, at);
}

function isBlockType(type: string): type is BlockType {
  return Object.hasOwn(blockSurfaces, type);
}

/** zod's findings in Slack's words, each with its JSON pointer below `at`. */
export function describeIssues(error: z.ZodError, input: Json, at: string): string[] {
  return error.issues.map((issue) => {
    const pointer = [at, ...issue.path.map(String)].join('/');
    const missing = issue.code !== 'custom' && valueAt(input, issue.path) === undefined;
    if (missing) {
      const parent = [at, ...issue.path.slice(0, -1).map(String)].join('/');
      return `missing required field: ${String(issue.path.at(-1))} [json-pointer:${parent}]`;
    }
    return `${describeIssue(issue, valueAt(input, issue.path))} [json-pointer:${pointer}]`;
  });
}

function describeIssue(issue: z.core.$ZodIssue, found: Json | undefined): string {
  switch (issue.code) {
    case 'too_big':
      if (issue.origin === 'string') return `must be less than ${Number(issue.maximum) + 1} characters`;
      if (issue.origin === 'array') return `no more than ${issue.maximum} items allowed`;
      return `must be less than ${Number(issue.maximum) + 1}`;
    case 'too_small':
      if (issue.origin === 'string') return `must be more than ${Number(issue.minimum) - 1} characters`;
      if (issue.origin === 'array') return `must have at least ${issue.minimum} items`;
      return `must be more than ${Number(issue.minimum) - 1}`;
    case 'unrecognized_keys':
      return `invalid additional property: ${issue.keys.join(', ')}`;
    case 'invalid_union':
      return `unsupported type: ${typeof found === 'string' ? found : JSON.stringify(found)}`;
    case 'invalid_type':
      return `must provide ${issue.expected === 'array' ? 'an array' : `a ${issue.expected}`}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    case 'invalid_format':
      return `must be a valid ${issue.format}`;
    case 'custom':
      return issue.message;
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return issue.message;
  }
}

function valueAt(input: Json, path: readonly PropertyKey[]): Json | undefined {
  let value: Json | undefined = input;
  for (const key of path) {
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isPlainObject(value)) value = value[String(key)];
    else return undefined;
  }
  return value;
}

function repeatedBlockIds(blocks: readonly JsonObject[], at: string): string[] {
  const seen = new Set<string>();
  return blocks.flatMap((block, index) => {
    const blockId = stringAt(block, 'block_id');
    if (blockId === undefined) return [];
    if (seen.has(blockId))
      return [`block_id already exists: ${blockId} [json-pointer:${at}/${index}/block_id]`];
    seen.add(blockId);
    return [];
  });
}

function repeatedActionIds(block: JsonObject, at: string): string[] {
  const seen = new Set<string>();
  return elementsOf(block).flatMap((element) => {
    const actionId = stringAt(element, 'action_id');
    if (actionId === undefined) return [];
    if (seen.has(actionId)) return [`action_id already exists: ${actionId} [json-pointer:${at}]`];
    seen.add(actionId);
    return [];
  });
}

/** The elements of a block that a person can use or read: accessory, element, elements, actions. */
export function elementsOf(block: JsonObject): JsonObject[] {
  if (block['type'] === 'rich_text') return [];
  const single = [objectAt(block, 'accessory'), objectAt(block, 'element')].filter(
    (one) => one !== undefined,
  );
  return [...single, ...objectsAt(block, 'elements'), ...objectsAt(block, 'actions')];
}

const textKeys = new Set(['text', 'title', 'caption', 'alt_text']);

/** Characters that a reader sees. Which fields Slack counts is not documented; these are the visible ones. */
function textLength(value: Json): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + textLength(item), 0);
  if (!isPlainObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, item]) =>
      sum + (typeof item === 'string' ? (textKeys.has(key) ? item.length : 0) : textLength(item)),
    0,
  );
}
