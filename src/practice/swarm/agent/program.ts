import type { Behaviour, Image } from '../images/catalog.ts';
import { parseReference } from '../images/reference.ts';
import type { ContainerSpec } from '../state/spec.ts';
import { withHealthcheck } from './health.ts';
import { runCommand } from './shell.ts';

/** What the container of a spec does when it is started. */
export type Program =
  | { readonly kind: 'runs'; readonly behaviour: Behaviour }
  /** It cannot be run: the runtime's words, and the code that docker gives the container. */
  | { readonly kind: 'fault'; readonly words: string; readonly code: 126 | 127 };

const FAULT =
  'starting container failed: failed to create shim task: OCI runtime create failed: runc create failed: ' +
  'unable to start container process: exec: ';
/** What programs that heed SIGTERM heed; empty: SIGTERM itself. */
const HEEDED_SIGNALS = new Set(['', 'TERM', '15', 'INT', '2']);
const FOLDERS = new Set(['/', '/bin', '/etc', '/home', '/root', '/tmp', '/usr', '/var']);

/** Command and Args stand for the image's own program, unless they call it, or are options for it. */
export function programOf(spec: ContainerSpec, image: Image): Program {
  const argv = [...(spec.Command ?? []), ...(spec.Args ?? [])];
  const [first] = argv;
  if (first === undefined || first.startsWith('-') || isOwn(first, spec.Image)) {
    const behaviour = { ...image.behaviour, stop: stopOf(image.behaviour.stop, spec) };
    return { kind: 'runs', behaviour: withHealthcheck(behaviour, spec.Healthcheck, 'own') };
  }
  const course = runCommand(argv, image.programs);
  if (course === undefined) return faultOf(first);
  const { ends, heedsTerm, log } = course;
  const { exit: _, unhealthy: __, ...rest } = image.behaviour;
  const behaviour: Behaviour = {
    ...rest,
    ...(ends === undefined ? {} : { exit: ends }),
    stop: stopOf({ takes: heedsTerm ? 20 : Infinity, code: 0 }, spec),
    log,
  };
  return { kind: 'runs', behaviour: withHealthcheck(behaviour, spec.Healthcheck, 'other') };
}

/** How it stops on the signal of its spec: the first process ignores signals that it does not handle. */
function stopOf(onTerm: Behaviour['stop'], spec: ContainerSpec): Behaviour['stop'] {
  const name = (spec.StopSignal ?? '').toUpperCase().replace(/^SIG/, '');
  if (name === 'KILL' || name === '9') return { takes: 0, code: 137 };
  return HEEDED_SIGNALS.has(name) ? onTerm : { takes: Infinity, code: onTerm.code };
}

/** Whether the command is the image's own program: redis-server of redis, docker-entrypoint.sh, the lab's /bin/app. */
function isOwn(command: string, imageName: string): boolean {
  const name = command.split('/').at(-1) ?? '';
  if (name === 'docker-entrypoint.sh' || name === 'app') return true;
  const reference = parseReference(imageName);
  const repository = reference.kind === 'reference' ? (reference.path.split('/').at(-1) ?? '') : '';
  return repository !== '' && name.startsWith(repository);
}

function faultOf(command: string): Program {
  const fault = (words: string, code: 126 | 127): Program => ({
    kind: 'fault',
    words: `${FAULT}"${command}": ${words}: unknown`,
    code,
  });
  if (FOLDERS.has(command)) return fault('permission denied', 126);
  if (command.includes('/')) return fault(`stat ${command}: no such file or directory`, 127);
  return fault('executable file not found in $PATH', 127);
}
