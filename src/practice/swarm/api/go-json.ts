/**
 * JSON as Go's encoder writes it, with its newline. The engine's ordinary answers leave `<`, `>` and `&` alone; its streams do not
 * (`moby api/server/httputils/httputils_write_json.go`).
 */
export function goJson(value: unknown, escapeHtml = false): string {
  const text = JSON.stringify(value).replaceAll(/[\u2028\u2029]/g, escaped);
  return `${escapeHtml ? text.replaceAll(/[<>&]/g, escaped) : text}\n`;
}

function escaped(c: string): string {
  return `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
