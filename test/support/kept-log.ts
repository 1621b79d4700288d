import { createLog } from '../../src/adapters/log/log.ts';
import type { Log } from '../../src/core/ports/log.ts';

/** A log that keeps its lines. */
export type KeptLog = Log & { readonly lines: string[] };

/** Each line is level, message, and the fields as JSON. */
export function keptLog(): KeptLog {
  const lines: string[] = [];
  const write = (level: keyof Log) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

/** The bot's own log, which hides what looks like a secret and is told of none. Each line is JSON. */
export function keptRealLog(): KeptLog {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  return { ...createLog({ level: 'debug', secrets: [], destination }), lines };
}
