import type { Behaviour } from '../images/catalog.ts';
import type { ContainerSpec } from '../state/spec.ts';
import { milliseconds } from '../time/duration.ts';
import { runScript } from './shell.ts';

/** Docker's defaults, where a health check does not say (`moby daemon/health.go`). */
const DEFAULT_INTERVAL_MS = 30_000;
const DEFAULT_RETRIES = 3;
/** What one probe takes. */
const PROBE_MS = 100;

/**
 * What a container does under the health check of its spec. `own`: it runs the image's own program, which passes the image's check
 * as its behaviour says; another program does not pass it.
 */
export function withHealthcheck(
  behaviour: Behaviour,
  check: ContainerSpec['Healthcheck'],
  program: 'own' | 'other',
): Behaviour {
  const test = check?.Test ?? [];
  if (test[0] === 'NONE') return without(behaviour);
  const given = timeOf(check?.Interval);
  if (test.length === 0) return imagesCheck(behaviour, given, program);
  const interval = given ?? DEFAULT_INTERVAL_MS;
  const retries = (check?.Retries ?? 0) === 0 ? DEFAULT_RETRIES : (check?.Retries ?? 0);
  if (passes(test)) return { ...behaviour, healthyAfter: interval + PROBE_MS };
  const after = (timeOf(check?.StartPeriod) ?? 0) + retries * (interval + PROBE_MS);
  return neverHealthy(behaviour, after);
}

function imagesCheck(
  behaviour: Behaviour,
  interval: number | undefined,
  program: 'own' | 'other',
): Behaviour {
  const { healthyAfter } = behaviour;
  if (healthyAfter === 0) return behaviour;
  if (program === 'other') return neverHealthy(behaviour, 2 * healthyAfter);
  return { ...behaviour, healthyAfter: Math.max(healthyAfter, interval ?? 0) };
}

function neverHealthy(behaviour: Behaviour, after: number): Behaviour {
  return { ...behaviour, healthyAfter: Infinity, unhealthy: { after, code: behaviour.stop.code } };
}

function without(behaviour: Behaviour): Behaviour {
  const { unhealthy: _, ...rest } = behaviour;
  return { ...rest, healthyAfter: 0 };
}

/** What the practice does not know (curl, redis-cli) passes: the service is meant to work. */
function passes([kind = '', ...command]: readonly string[]): boolean {
  const script = kind === 'CMD-SHELL' ? (command[0] ?? '') : command.join(' ');
  const { ends } = runScript(script);
  return ends === undefined || ends.code === 0 || ends.code === 127;
}

/** ms; undefined where the check does not say. */
function timeOf(nanoseconds: number | undefined): number | undefined {
  return nanoseconds === undefined || nanoseconds === 0 ? undefined : milliseconds(nanoseconds);
}
