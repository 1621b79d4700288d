import { stringAt, type JsonObject } from '../json.ts';
import { Refusal } from '../refusal.ts';
import type { Workplace } from '../workplace.ts';
import { methods } from './index.ts';

export type Answer = { status: number; body: JsonObject; headers: Record<string, string> };

/** Answers one call of the Web API, apart from injected faults. Never throws for what a caller can do wrong. */
export function answerCall(
  workplace: Workplace,
  name: string,
  args: JsonObject,
  token: string | undefined,
): Answer {
  const method = methods.get(name);
  const wait = method === undefined ? undefined : workplace.rateLimits.take(name, stringAt(args, 'channel'));
  if (wait !== undefined) return rateLimited(wait);
  const headers: Record<string, string> = {
    'x-oauth-scopes': [...workplace.scopes].join(','),
    'x-accepted-oauth-scopes': (method?.scopes ?? []).join(','),
  };
  try {
    if (method === undefined) throw new Refusal('unknown_method', [], { req_method: name });
    checkToken(workplace, method.token, token);
    const missing = method.scopes.find((scope) => method.token === 'bot' && !workplace.scopes.has(scope));
    if (missing !== undefined) {
      throw new Refusal('missing_scope', [], { needed: missing, provided: [...workplace.scopes].join(',') });
    }
    return { status: 200, body: { ok: true, ...method.run(workplace, args) }, headers };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { status: 200, body: error.toBody(), headers };
  }
}

/** 429 in Slack's form. */
export function rateLimited(seconds: number): Answer {
  return {
    status: 429,
    body: { ok: false, error: 'ratelimited' },
    headers: { 'retry-after': String(seconds) },
  };
}

function checkToken(workplace: Workplace, wanted: 'bot' | 'app', token: string | undefined): void {
  if (token === undefined || token === '') throw new Refusal('not_authed');
  const { tokens } = workplace;
  if (token !== tokens.bot && token !== tokens.app) throw new Refusal('invalid_auth');
  if (token !== tokens[wanted]) throw new Refusal('not_allowed_token_type');
}
