import type { Settings } from '../config/settings.ts';
import { UserError } from '../core/errors.ts';
import type { Log } from '../core/ports/log.ts';
import { startWaggle, type Surroundings } from '../main.ts';
import type { Told } from './told.ts';

/** Runs the bot until it is told to stop. `ready` is called when Slack's deliveries can come in. */
export async function run(
  settings: Settings,
  log: Log,
  told: Told,
  surroundings: Surroundings & { readonly ready?: () => void } = {},
): Promise<void> {
  const { ready, ...given } = surroundings;
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'a promise was rejected and nobody listened');
    if (!told.signal.aborted) process.exit(1);
  });
  try {
    const waggle = await startWaggle(settings, log, told.signal, given);
    log.info({ clusters: [...settings.clusters.keys()] }, 'waggle is ready');
    ready?.();
    const ended = await Promise.race([told.stop, waggle.refused]);
    await waggle.stop();
    if (ended instanceof UserError) throw ended;
  } catch (error) {
    if (error !== told.signal.reason) throw error; // otherwise it had not started yet
  }
  log.info({}, 'stopped');
}
