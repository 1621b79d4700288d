import { admit, waitForLeader } from '../access.ts';
import type { Context, Reply } from '../api.ts';

/** Answers when the managers can write, for a call that every engine answers in part. @throws ApiError as `admit` does. */
export function whenWritable(context: Context, answer: () => Reply): Reply | Promise<Reply> {
  if (admit('manager-write', context) === 'granted') return answer();
  return waitForLeader('manager-write', context).then(answer);
}
