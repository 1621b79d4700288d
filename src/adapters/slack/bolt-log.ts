import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';

/**
 * Bolt's logger, writing to ours. Its debug lines hold whole payloads with response addresses and people's words, so
 * they are dropped.
 */
export function boltLog(log: Log): Logger {
  const words = (parts: readonly unknown[]) =>
    parts.map((part) => (part instanceof Error ? `${part.name}: ${part.message}` : String(part))).join(' ');
  return {
    debug: () => {},
    info: (...parts: unknown[]) => {
      log.debug({ words: words(parts) }, 'Slack library');
    },
    warn: (...parts: unknown[]) => {
      log.warn({ words: words(parts) }, 'Slack library');
    },
    error: (...parts: unknown[]) => {
      log.error({ words: words(parts) }, 'Slack library');
    },
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
