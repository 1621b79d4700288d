import { createHmac } from 'node:crypto';
import type { Clock } from './clock.ts';
import type { Attempt, Envelope, Outcome, Transport } from './delivery.ts';
import { parseJsonObject, type JsonObject } from './json.ts';

/** Signed HTTP: posts to the app's request URL. */
export class HttpDelivery implements Transport {
  #clock: Clock;
  #url: string;
  #secret: string;
  #acksToLose = 0;
  #stopping = new AbortController();
  /** Aborted while Slack is cut off. */
  #line = new AbortController();
  #answered = true;

  constructor(clock: Clock, url: string, signingSecret: string) {
    this.#clock = clock;
    this.#url = url;
    this.#secret = signingSecret;
  }

  /** The last delivery was answered, or none was tried yet. */
  get appIsUp(): boolean {
    return this.#answered && !this.#line.signal.aborted;
  }

  /** Breaks what is under way, and all that comes until `mend`. */
  cut(): void {
    this.#line.abort();
  }

  mend(): void {
    this.#line = new AbortController();
  }

  /** Treats the next answers as if they had never come. */
  loseAcks(count: number): void {
    this.#acksToLose += count;
  }

  /** The handshake when a request URL is saved: whether the app gave the challenge back. */
  async verifyUrl(token: string, challenge: string): Promise<boolean> {
    const response = await this.#post(
      JSON.stringify({ type: 'url_verification', token, challenge }),
      'application/json',
      {},
    );
    if (!response.ok) return false;
    const text = await response.text();
    return text === challenge || parseJsonObject(text)?.['challenge'] === challenge;
  }

  send = async (envelope: Envelope, attempt: Attempt, timeoutMs: number): Promise<Outcome> => {
    const outcome = await this.#try(envelope, attempt, timeoutMs);
    this.#answered = outcome.outcome === 'acked';
    return outcome;
  };

  stop(): void {
    this.#stopping.abort();
  }

  async #try(envelope: Envelope, attempt: Attempt, timeoutMs: number): Promise<Outcome> {
    const late = new AbortController();
    const cancel = this.#clock.after(timeoutMs, () => {
      late.abort();
    });
    try {
      const { body, contentType } = encode(envelope);
      const retry: Record<string, string> =
        attempt.retry === undefined
          ? {}
          : {
              'x-slack-retry-num': String(attempt.retry.attempt),
              'x-slack-retry-reason': attempt.retry.reason,
            };
      const response = await this.#post(body, contentType, retry, late.signal);
      const text = await response.text();
      if (this.#acksToLose > 0) {
        this.#acksToLose -= 1;
        return failed('http_timeout', false);
      }
      if (!response.ok) return failed('http_error', response.headers.get('x-slack-no-retry') === '1');
      return answered(text);
    } catch {
      return late.signal.aborted ? { outcome: 'timeout' } : failed('connection_failed', false);
    } finally {
      cancel();
    }
  }

  async #post(
    body: string,
    contentType: string,
    headers: Record<string, string>,
    signal?: AbortSignal,
  ): Promise<Response> {
    // The app compares this with its own clock, which a fake clock in here does not move.
    const timestamp = String(Math.floor(Date.now() / 1000));
    const signature = createHmac('sha256', this.#secret).update(`v0:${timestamp}:${body}`).digest('hex');
    const ends = [this.#stopping.signal, this.#line.signal];
    const signals = signal === undefined ? ends : [...ends, signal];
    return fetch(this.#url, {
      method: 'POST',
      body,
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': `v0=${signature}`,
        ...headers,
      },
      signal: AbortSignal.any(signals),
    });
  }
}

function encode(envelope: Envelope): { body: string; contentType: string } {
  const form = 'application/x-www-form-urlencoded';
  switch (envelope.type) {
    case 'events_api':
      return { body: JSON.stringify(envelope.payload), contentType: 'application/json' };
    case 'interactive':
      return {
        body: new URLSearchParams({ payload: JSON.stringify(envelope.payload) }).toString(),
        contentType: form,
      };
    case 'slash_commands': {
      const fields = Object.entries(envelope.payload).map(([key, value]): [string, string] => [
        key,
        typeof value === 'string' ? value : JSON.stringify(value),
      ]);
      return { body: new URLSearchParams(fields).toString(), contentType: form };
    }
  }
}

function answered(text: string): Outcome {
  if (text.trim() === '') return { outcome: 'acked' };
  const payload: JsonObject = parseJsonObject(text) ?? { text };
  return Object.keys(payload).length === 0 ? { outcome: 'acked' } : { outcome: 'acked', payload };
}

function failed(reason: string, noRetry: boolean): Outcome {
  return { outcome: 'failed', reason, noRetry };
}
