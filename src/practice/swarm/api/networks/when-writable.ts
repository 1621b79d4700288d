import { ApiError, type Context, type Reply } from '../api.ts';

/** How often it is asked again during an election; ms. */
const AGAIN_MS = 100;

/** Answers when the managers can write, for a call that every engine answers in part. @throws ApiError in the managers' words. */
export function whenWritable(context: Context, nodeId: string, answer: () => Reply): Reply | Promise<Reply> {
  const access = context.raft.access(nodeId, 'write');
  switch (access.kind) {
    case 'granted':
      return answer();
    case 'refused':
      throw new ApiError(500, access.words);
    case 'wait':
      return new Promise((resolve, reject) => {
        const again = (): void => {
          try {
            resolve(whenWritable(context, nodeId, answer));
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        };
        context.world.timeline.after(AGAIN_MS, again, 'engine');
      });
  }
}
