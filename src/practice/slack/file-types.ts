import { extname } from 'node:path';

/** What the ends of names stand for. A choice: Slack looks into a file's bytes too, and knows many more. */
const types: Readonly<Record<string, string>> = {
  '.conf': 'text/plain',
  '.csv': 'text/csv',
  '.env': 'text/plain',
  '.gif': 'image/gif',
  '.gz': 'application/gzip',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.ini': 'text/plain',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.log': 'text/plain',
  '.md': 'text/markdown',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.sh': 'text/x-sh',
  '.svg': 'image/svg+xml',
  '.tar': 'application/x-tar',
  '.toml': 'text/plain',
  '.ts': 'text/plain',
  '.txt': 'text/plain',
  '.webp': 'image/webp',
  '.xml': 'application/xml',
  '.yaml': 'text/x-yaml',
  '.yml': 'text/x-yaml',
  '.zip': 'application/zip',
};

/** The media type of a file by its name; a name without an end that is known is taken for plain text if it has none at all. */
export function mimetypeOf(name: string): string {
  const end = extname(name).toLowerCase();
  return types[end] ?? (end === '' ? 'text/plain' : 'application/octet-stream');
}

/** Whether a file of this type is text that people can read. */
export function isText(mimetype: string): boolean {
  return mimetype.startsWith('text/') || mimetype === 'application/json' || mimetype === 'application/xml';
}

/** Pictures that a browser may show without running anything in them. An SVG is a program too. */
export function isPicture(mimetype: string): boolean {
  return ['image/png', 'image/jpeg', 'image/gif', 'image/webp'].includes(mimetype);
}
