import type { LogLine } from '../../agent/containers.ts';
import type { Task } from '../../state/objects.ts';
import { rfc3339NanoFixed } from '../../time/rfc3339.ts';
import type { LogOptions } from './options.ts';

/** `moby pkg/stdcopy/stdcopy.go`. */
const STREAMS = { stdout: 1, stderr: 2, systemerr: 3 } as const;

/** How a log is written: a terminal's as it is, any other in frames that name the stream. */
export type LogFormat = Pick<LogOptions, 'stdout' | 'stderr' | 'timestamps' | 'details'> & {
  readonly tty: boolean;
};

/** A line as the API writes it (`moby api/server/httputils/write_log_stream.go`); empty when its stream is not wanted. */
export function logFrame(format: LogFormat, task: Task, { at, stream, line }: LogLine): Buffer {
  if (!format[stream]) return Buffer.alloc(0);
  const time = format.timestamps ? `${rfc3339NanoFixed(at)} ` : '';
  const details = format.details ? `${detailsOf(task)} ` : '';
  const text = `${time}${details}${line}${format.tty ? '\r\n' : '\n'}`;
  return format.tty ? Buffer.from(text) : multiplexed(stream, text);
}

/** What the engine itself has to say, at the end of a log. */
export function errorFrame({ tty }: LogFormat, words: string): Buffer {
  const text = `Error grabbing logs: ${words}\n`;
  return tty ? Buffer.from(text) : multiplexed('systemerr', text);
}

function multiplexed(stream: keyof typeof STREAMS, text: string): Buffer {
  const body = Buffer.from(text);
  const header = Buffer.alloc(8);
  header.writeUInt8(STREAMS[stream], 0);
  header.writeUInt32BE(body.length, 4);
  return Buffer.concat([header, body]);
}

const detailsOf = ({ nodeId, serviceId, id }: Task): string =>
  `com.docker.swarm.node.id=${nodeId},com.docker.swarm.service.id=${serviceId},com.docker.swarm.task.id=${id}`;
