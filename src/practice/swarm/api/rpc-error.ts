import { ApiError } from './api.ts';

/** The statuses that the engine gives to the codes of swarmkit's refusals (`moby api/server/httpstatus/status.go`). */
const STATUS_OF = {
  InvalidArgument: 400,
  FailedPrecondition: 400,
  PermissionDenied: 403,
  NotFound: 404,
  AlreadyExists: 409,
  Unimplemented: 501,
  Unavailable: 503,
  Internal: 500,
  Unknown: 500,
} as const;

/** A refusal by swarmkit's control API, behind the engine: its code decides the status, and the engine passes the words on with it. */
export function rpcError(code: keyof typeof STATUS_OF, words: string): ApiError {
  return new ApiError(STATUS_OF[code], `rpc error: code = ${code} desc = ${words}`);
}
