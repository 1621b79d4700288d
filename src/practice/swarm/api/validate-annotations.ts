import { rpcError } from './rpc-error.ts';

/** A label of DNS is no longer. */
const LONGEST_NAME = 63;

/** The names of services and networks (`swarmkit manager/controlapi/common.go`, validateAnnotations). @throws ApiError 400. */
export function validateAnnotations(name: string): void {
  if (name === '') throw rpcError('InvalidArgument', 'meta: name must be provided');
  // letter by letter: with `[A-Za-z0-9]+` in here a bad name would be tried in every way to cut it
  if (!/^[a-zA-Z0-9](?:[-_]*[A-Za-z0-9])*$/.test(name)) {
    throw rpcError('InvalidArgument', 'name must be valid as a DNS name component');
  }
  if (name.length > LONGEST_NAME) {
    throw rpcError('InvalidArgument', `name must be ${LONGEST_NAME} characters or fewer`);
  }
}
