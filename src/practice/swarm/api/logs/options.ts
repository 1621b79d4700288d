import { ApiError } from '../api.ts';
import { boolValue } from '../query.ts';
import { parseTimestamp } from '../timestamp.ts';

/** What of a log is wanted, and how it is written. */
export type LogOptions = {
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly follow: boolean;
  readonly timestamps: boolean;
  readonly details: boolean;
  /** So many of the last lines of each task; undefined: all. */
  readonly tail: number | undefined;
  /** ms since 1970; 0: from the beginning. */
  readonly since: number;
};

/** @throws ApiError 500 when neither stream is wanted. */
export function checkStreams(query: URLSearchParams): void {
  if (boolValue(query, 'stdout') || boolValue(query, 'stderr')) return;
  throw new ApiError(500, 'Bad parameters: you must choose at least one stream');
}

/**
 * The query of `GET /services/{id}/logs` (`moby api/server/router/swarm/helpers.go`, swarmLogs, and `daemon/cluster/services.go`,
 * ServiceLogs). The logs of services have no `until`.
 * @throws ApiError 500 for an odd `tail` or `since`.
 */
export function logOptions(query: URLSearchParams): LogOptions {
  return {
    stdout: boolValue(query, 'stdout'),
    stderr: boolValue(query, 'stderr'),
    follow: boolValue(query, 'follow'),
    timestamps: boolValue(query, 'timestamps'),
    details: boolValue(query, 'details'),
    tail: tailOf(query.get('tail') ?? ''),
    since: sinceOf(query.get('since') ?? ''),
  };
}

function tailOf(text: string): number | undefined {
  if (text === '' || text === 'all') return undefined;
  if (!/^[+-]?\d+$/.test(text)) {
    throw new ApiError(500, 'tail value must be a positive integer or "all"');
  }
  if (Number(text) < 0) throw new ApiError(500, 'negative tail values not supported');
  return Number(text);
}

/** ms. */
function sinceOf(text: string): number {
  if (text === '') return 0;
  const time = parseTimestamp(text);
  if ('nanos' in time) return Number(time.nanos) / 1e6;
  throw new ApiError(500, `could not parse since timestamp: ${time.fault}`);
}
