const secrets: readonly RegExp[] = [
  /\bx(?:ox[a-z]|app)[\w.-]*-[\w-]+/gu, // tokens: xoxb-, xoxp-, xoxe.xoxp-, xapp-
  /(?<=\bticket=)[\w-]+/gu, // Socket Mode addresses
  /(?<=\bhooks\.slack\.com\/)\S+/gu, // response addresses
  /(?<=\/response\/)\S+/gu,
  /(?<=\bBearer )\S+/giu,
];

/** Text with every Slack secret in it replaced: tokens, Socket Mode tickets, response addresses. */
export function redact(text: string): string {
  return secrets.reduce((safe, secret) => safe.replaceAll(secret, '[secret]'), text);
}

/** What may be logged of anything that was thrown. */
export function describeError(error: unknown): { name: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { name: typeof error, message: redact(String(error)) };
  return {
    name: error.name,
    message: redact(error.message),
    ...(error.stack === undefined ? {} : { stack: redact(error.stack) }),
  };
}
