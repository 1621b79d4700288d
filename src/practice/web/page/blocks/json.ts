import type { Message } from '../../protocol.ts';

/** Blocks and what is in them, as the app sent them. The server has checked them, but new types come and go. */
export type JsonObject = Message['blocks'][number];
export type Json = JsonObject[string];

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A field that is an object, or `undefined`. */
export function objectAt(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const field = value?.[key];
  return isObject(field) ? field : undefined;
}

/** A field that is an array of objects; everything else in it is left out. */
export function objectsAt(value: JsonObject | undefined, key: string): readonly JsonObject[] {
  const field = value?.[key];
  return Array.isArray(field) ? field.filter(isObject) : [];
}

/** A field that is an array of strings; everything else in it is left out. */
export function stringsAt(value: JsonObject | undefined, key: string): readonly string[] {
  const field = value?.[key];
  return Array.isArray(field) ? field.filter((one) => typeof one === 'string') : [];
}

/** A field that is a string, or `undefined`. */
export function stringAt(value: JsonObject | undefined, key: string): string | undefined {
  const field = value?.[key];
  return typeof field === 'string' ? field : undefined;
}

/** A field that is a number, or `undefined`. */
export function numberAt(value: JsonObject | undefined, key: string): number | undefined {
  const field = value?.[key];
  return typeof field === 'number' ? field : undefined;
}

/** The type of a block or an element. */
export function typeOf(value: JsonObject): string {
  return stringAt(value, 'type') ?? 'unknown';
}
