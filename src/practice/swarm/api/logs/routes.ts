import type { ApiRequest, Context, Reply, Route } from '../api.ts';
import { findService, findTask } from '../look-up.ts';
import { errorFrame, logFrame, type LogFormat } from './frame.ts';
import { checkStreams, logOptions, type LogOptions } from './options.ts';
import { followLines, linesSoFar, whyIncomplete, type Selector } from './subscription.ts';

/** `moby api/server/router/swarm/cluster_routes.go`, the logs. */
export const logRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/services/:id/logs',
    needs: 'manager-read',
    handle: (request, context) => {
      checkStreams(request.query);
      const { id, spec } = findService(context.world.store, request.params['id'] ?? '');
      return logsOf(request, context, { kind: 'service', id }, spec.TaskTemplate.ContainerSpec.TTY);
    },
  },
  {
    method: 'GET',
    path: '/tasks/:id/logs',
    needs: 'manager-read',
    handle: (request, context) => {
      checkStreams(request.query);
      const { id, spec } = findTask(context.world.store, request.params['id'] ?? '');
      return logsOf(request, context, { kind: 'task', id }, spec.ContainerSpec.TTY);
    },
  },
];

function logsOf({ query }: ApiRequest, context: Context, selector: Selector, tty = false): Reply {
  const options = logOptions(query);
  const format = { ...options, tty };
  return {
    status: 200,
    stream: (sink) => {
      const write = (bytes: Buffer): void => {
        if (bytes.length > 0) sink.write(bytes);
      };
      write(logSoFar(context, selector, options, format));
      if (!options.follow) {
        sink.end();
        return { closed: () => {} };
      }
      const { containers, world } = context;
      const stop = followLines({ store: world.store, containers }, selector, (task, line) =>
        write(logFrame(format, task, line)),
      );
      return { closed: stop };
    },
  };
}

function logSoFar(context: Context, selector: Selector, options: LogOptions, format: LogFormat): Buffer {
  const { containers, world } = context;
  const lines = linesSoFar({ store: world.store, containers }, selector, options);
  const why = options.follow ? undefined : whyIncomplete(world.store, selector);
  return Buffer.concat([
    ...lines.map(({ task, line }) => logFrame(format, task, line)),
    ...(why === undefined ? [] : [errorFrame(format, why)]),
  ]);
}
