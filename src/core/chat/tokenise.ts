import { UserError } from '../errors.ts';

/**
 * Words as a POSIX shell splits them: single quotes keep all, double quotes let a backslash escape `"`, `\`, `$` and the
 * backtick, a backslash elsewhere keeps the next character. Nothing is expanded. Fails with UserError `usage` on a quote
 * that is not closed, saying where.
 */
export function tokenise(text: string): string[] {
  const tokens: string[] = [];
  let token: string | null = null;
  let at = 0;
  while (at < text.length) {
    const character = text.charAt(at);
    if (/\s/.test(character)) {
      if (token !== null) tokens.push(token);
      token = null;
      at += 1;
      continue;
    }
    const piece = pieceAt(text, at);
    token = (token ?? '') + piece.value;
    at = piece.end;
  }
  if (token !== null) tokens.push(token);
  return tokens;
}

type Piece = { readonly value: string; readonly end: number };

function pieceAt(text: string, at: number): Piece {
  const character = text.charAt(at);
  if (character === "'") return singleQuoted(text, at);
  if (character === '"') return doubleQuoted(text, at);
  if (character !== '\\') return { value: character, end: at + 1 };
  if (at + 1 < text.length) return { value: text.charAt(at + 1), end: at + 2 };
  throw new UserError(
    'usage',
    'The text ends with a backslash, which escapes nothing.',
    'Leave the backslash out, or write two for one.',
  );
}

function singleQuoted(text: string, start: number): Piece {
  const end = text.indexOf("'", start + 1);
  if (end < 0) throw notClosed(text, start);
  return { value: text.slice(start + 1, end), end: end + 1 };
}

function doubleQuoted(text: string, start: number): Piece {
  let value = '';
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return { value, end: at + 1 };
    const escapes = character === '\\' && /["\\$`]/.test(text.charAt(at + 1));
    if (escapes) at += 1;
    value += text.charAt(at);
  }
  throw notClosed(text, start);
}

function notClosed(text: string, at: number): UserError {
  const quote = text.charAt(at);
  return new UserError(
    'usage',
    `The quote ${quote} at character ${at + 1}, before ${JSON.stringify(text.slice(at + 1, at + 21))}, is never closed.`,
    `Close it with another ${quote}, or write \\${quote} for the character itself.`,
  );
}
