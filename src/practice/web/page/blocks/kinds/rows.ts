import { isObject, type JsonObject } from '../json.ts';

/** The cells of a `table` or `data_table`. */
export function rowsOf(block: JsonObject): readonly (readonly JsonObject[])[] {
  const rows = block['rows'];
  if (!Array.isArray(rows)) return [];
  return rows.map((row) => (Array.isArray(row) ? row.filter(isObject) : []));
}
