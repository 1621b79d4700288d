import type { JsonObject } from './json.ts';

/** Slack says no: HTTP 200 with `ok: false` and this error word. */
export class Refusal extends Error {
  readonly error: string;
  readonly messages: readonly string[];
  readonly extra: JsonObject;

  constructor(error: string, messages: readonly string[] = [], extra: JsonObject = {}) {
    super(messages.length === 0 ? error : `${error}: ${messages.join('; ')}`);
    this.name = 'Refusal';
    this.error = error;
    this.messages = messages;
    this.extra = extra;
  }

  /** The body that Slack answers with. */
  toBody(): JsonObject {
    const body: JsonObject = { ok: false, error: this.error, ...this.extra };
    if (this.messages.length > 0) body['response_metadata'] = { messages: [...this.messages] };
    return body;
  }
}

/** A person tried what Slack's own client would not let them do. Thrown by the control interface only. */
export class NotPossible extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'NotPossible';
  }
}
