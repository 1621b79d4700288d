/** A constant message with fields; neither ever holds a secret. */
type Write = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export type Log = {
  readonly debug: Write;
  readonly info: Write;
  readonly warn: Write;
  readonly error: Write;
};

export type LogLevel = keyof Log;
