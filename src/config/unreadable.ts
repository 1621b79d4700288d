/** The system's word for why a file cannot be read, such as ENOENT. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : 'unknown cause';
}

/** What a file is, or is not, that cannot be read: `is not there`. */
export function unreadable(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'is not there';
    case 'EISDIR':
      return 'is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by the user that runs Waggle';
    default:
      return `cannot be read (${code})`;
  }
}

/** Reads a file's text, or says in words why it cannot be read. */
export async function textOr(
  readFile: (path: string) => Promise<string>,
  path: string,
): Promise<string | { readonly why: string }> {
  return readFile(path).catch((error: unknown) => ({ why: unreadable(error) }));
}
