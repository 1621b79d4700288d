import { UserError } from '../core/errors.ts';

const STANDARD = 'unix:///var/run/docker.sock';

/** The port of an engine without TLS, where an address names none. */
const STANDARD_PORT = '2375';

/**
 * The engine that docker's own command line would command, as a unix socket or in the clear over TCP: the ways that practice can go.
 * @throws UserError `bad-value` for any other way, with the next step.
 */
export function dockerHost(env: Readonly<Record<string, string | undefined>>): string {
  const refuse = (message: string, next: string): UserError => new UserError('bad-value', message, next);
  const given = (env['DOCKER_HOST'] ?? '').trim();
  const context = (env['DOCKER_CONTEXT'] ?? '').trim();
  if (given === '' && context !== '' && context !== 'default') {
    throw refuse(
      `DOCKER_CONTEXT names the context "${context}", and Waggle does not read docker's contexts.`,
      'Set DOCKER_HOST to the host that `docker context inspect` shows.',
    );
  }
  const host = given === '' ? STANDARD : given;
  if (/^unix:\/\/\/[^\s?#]+$/.test(host)) return host;
  if (host.startsWith('ssh://')) {
    throw refuse(
      'DOCKER_HOST names an engine over SSH, which practice cannot reach.',
      'Forward its socket, as with `ssh -nNT -L /tmp/engine.sock:/var/run/docker.sock HOST`, and set DOCKER_HOST=unix:///tmp/engine.sock.',
    );
  }
  const tcp = /^tcp:\/\/([a-z0-9][a-z0-9.-]*)(?::(\d{1,5}))?\/?$/i.exec(host);
  const port = Number(tcp?.[2] ?? STANDARD_PORT);
  if (tcp === null || port < 1 || port > 65_535) {
    throw refuse(
      'DOCKER_HOST names no engine that practice can reach.',
      'Expected unix:///path/to/docker.sock or tcp://host:port.',
    );
  }
  if ((env['DOCKER_TLS_VERIFY'] ?? '') !== '' || (env['DOCKER_TLS'] ?? '') !== '' || port === 2376) {
    throw refuse(
      'DOCKER_HOST names an engine that wants TLS, which practice does not speak.',
      'Use a socket, or connect a real workspace: waggle.yml has a section for certificates.',
    );
  }
  return `tcp://${tcp[1]}:${port}`;
}
