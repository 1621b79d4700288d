import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../../core/ports/log.ts';

/** What is thrown too, and told by whoever catches it. */
const TOLD_BY_US = /^(http request failed|Failed to retrieve a new WSS URL|WebSocket error)/;

/**
 * Bolt's logger, writing to ours. Its debug lines hold whole payloads with response addresses and people's words, so
 * they are dropped.
 */
export function boltLog(log: Log): Logger {
  const words = (parts: readonly unknown[]) =>
    parts.map((part) => (part instanceof Error ? `${part.name}: ${part.message}` : String(part))).join(' ');
  const tell = (level: 'warn' | 'error', said: string) => {
    log[TOLD_BY_US.test(said) ? 'debug' : level]({ words: said }, 'Slack library');
  };
  return {
    debug: () => {},
    info: (...parts: unknown[]) => {
      log.debug({ words: words(parts) }, 'Slack library');
    },
    warn: (...parts: unknown[]) => {
      tell('warn', words(parts));
    },
    error: (...parts: unknown[]) => {
      tell('error', words(parts));
    },
    setLevel: () => {},
    getLevel: () => LogLevel.INFO,
    setName: () => {},
  };
}
