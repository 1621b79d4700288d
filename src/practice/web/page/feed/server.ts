import type { Act, Answer } from '../../protocol.ts';

const away = 'Practice cannot be reached. Is it still running?';

/** Does something as a person. Never rejects. */
export async function sendAct(as: string, act: Act): Promise<Answer> {
  return answerOf(
    fetch(`/act?as=${encodeURIComponent(as)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(act),
    }),
  );
}

/** Brings a file to the workspace. Never rejects. */
export async function sendFile(as: string, file: File): Promise<Answer> {
  return answerOf(
    fetch(`/upload?as=${encodeURIComponent(as)}&name=${encodeURIComponent(file.name)}`, {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
    }),
  );
}

/** Where a file's bytes are for a person. */
export function fileAddress(as: string, id: string): string {
  return `/file/${encodeURIComponent(id)}?as=${encodeURIComponent(as)}`;
}

/** Where a person's feed is; without one, that of whoever the server takes for the first. */
export function liveAddress(as: string | undefined): string {
  return as === undefined ? '/live' : `/live?as=${encodeURIComponent(as)}`;
}

async function answerOf(request: Promise<Response>): Promise<Answer> {
  try {
    const response = await request;
    const text = await response.text();
    if (response.headers.get('content-type')?.startsWith('application/json') === true) {
      const answer: Answer = JSON.parse(text);
      return answer;
    }
    return { ok: false, error: text.trim() === '' ? `Practice answered ${response.status}.` : text.trim() };
  } catch {
    return { ok: false, error: away };
  }
}
