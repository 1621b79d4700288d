import type { Log } from '../../src/core/ports/log.ts';

/** A log that keeps its lines: level, message, fields as JSON. */
export type KeptLog = Log & { readonly lines: string[] };

export function keptLog(): KeptLog {
  const lines: string[] = [];
  const write = (level: keyof Log) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push(`${level} ${message} ${JSON.stringify(fields)}`);
  };
  return { lines, debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}
