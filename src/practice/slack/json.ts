import { z } from 'zod';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

const jsonObject = z.record(z.string(), z.json());

function isJsonObject(value: unknown): value is JsonObject {
  return jsonObject.safeParse(value).success;
}

/** Parses JSON text that has to be an object; anything else is `undefined`. */
export function parseJsonObject(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A field that is an object, or `undefined`. */
export function objectAt(value: JsonObject | undefined, key: string): JsonObject | undefined {
  const field = value?.[key];
  return isPlainObject(field) ? field : undefined;
}

/** A field that is an array of objects; everything else in it is left out. */
export function objectsAt(value: JsonObject | undefined, key: string): JsonObject[] {
  const field = value?.[key];
  return Array.isArray(field) ? field.filter(isPlainObject) : [];
}

/** A field that is a string, or `undefined`. */
export function stringAt(value: JsonObject | undefined, key: string): string | undefined {
  const field = value?.[key];
  return typeof field === 'string' ? field : undefined;
}

/** Cheap test for values that are already known to be JSON. */
export function isPlainObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
