import { pino } from 'pino';
import type { Log, LogLevel } from '../../core/ports/log.ts';
import { cleanerWith } from './clean.ts';
import { redactor } from './redact.ts';

export type LogOptions = {
  readonly level: LogLevel;
  /** Values that must never be seen, in no form. */
  readonly secrets: readonly string[];
  /** Takes lines of JSON; standard output by default. */
  readonly destination?: { readonly write: (line: string) => void };
};

/** A log of JSON lines on pino. Message and fields are redacted before pino sees them; logging never throws. */
export function createLog({ level, secrets, destination }: LogOptions): Log {
  const redact = redactor(secrets);
  const clean = cleanerWith(redact);
  const settings = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: (cleaned: unknown) => cleaned }, // pino's own would fold the causes into one text
    formatters: { level: (label: string) => ({ level: label }) },
  };
  const sink = destination === undefined ? pino(settings) : pino(settings, destination);
  const writer =
    (name: LogLevel) =>
    (fields: Readonly<Record<string, unknown>>, message: string): void => {
      if (sink.isLevelEnabled(name)) sink[name](clean(fields), redact(message));
    };
  return { debug: writer('debug'), info: writer('info'), warn: writer('warn'), error: writer('error') };
}
