import { z } from 'zod';
import { EngineError } from '../../core/errors.ts';

/** The newest Engine API that Waggle speaks, and the oldest: 1.41 is the first with ServiceStatus. */
const NEWEST_API = '1.47';
const OLDEST_API = '1.41';

export const VersionAnswer = z.looseObject({
  ApiVersion: z.string().regex(/^\d+\.\d+$/),
  MinAPIVersion: z.string().optional(),
});
export type VersionAnswer = z.infer<typeof VersionAnswer>;

/**
 * The version to speak with an engine: its newest, at most ours.
 * @throws EngineError `too-old` when the engine is too old for Waggle, or Waggle for the engine.
 */
export function chooseVersion(engine: VersionAnswer): string {
  if (compareVersions(engine.ApiVersion, OLDEST_API) < 0) {
    throw new EngineError({
      reason: 'too-old',
      message: `The engine speaks API ${engine.ApiVersion}; Waggle needs ${OLDEST_API} or later.`,
      next: 'Update this engine to Docker 20.10 or later.',
    });
  }
  const chosen = compareVersions(engine.ApiVersion, NEWEST_API) > 0 ? NEWEST_API : engine.ApiVersion;
  const oldest = engine.MinAPIVersion ?? '';
  if (/^\d+\.\d+$/.test(oldest) && compareVersions(chosen, oldest) < 0) {
    throw new EngineError({
      reason: 'too-old',
      message: `The engine takes API ${oldest} or later; Waggle speaks up to ${NEWEST_API}.`,
      next: 'Update Waggle.',
    });
  }
  return chosen;
}

/** Negative when `a` is older than `b`. Both are `major.minor`: 1.9 is older than 1.41. */
export function compareVersions(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}
