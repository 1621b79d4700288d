/**
 * A constant message with fields. Neither is to hold a secret; what was thrown goes into `err` as it is, and the log itself
 * takes secrets out of it.
 */
type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
};

export type LogLevel = keyof Log;
