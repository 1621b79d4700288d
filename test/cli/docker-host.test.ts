import { describe, expect, test } from 'vitest';
import { dockerHost } from '../../src/cli/docker-host.ts';
import { UserError } from '../../src/core/errors.ts';

describe('the engine that practice commands', () => {
  test.each([
    [{}, 'unix:///var/run/docker.sock'],
    [{ DOCKER_HOST: ' ' }, 'unix:///var/run/docker.sock'],
    [{ DOCKER_CONTEXT: 'default' }, 'unix:///var/run/docker.sock'],
    [{ DOCKER_HOST: 'unix:///run/user/1000/docker.sock' }, 'unix:///run/user/1000/docker.sock'],
    [{ DOCKER_HOST: 'tcp://10.0.0.7:23750', DOCKER_CONTEXT: 'other' }, 'tcp://10.0.0.7:23750'],
    [{ DOCKER_HOST: 'tcp://localhost' }, 'tcp://localhost:2375'],
  ])('%j is at %s', (env, endpoint) => {
    expect(dockerHost(env)).toBe(endpoint);
  });

  test.each([
    [{ DOCKER_HOST: 'ssh://ana@10.0.0.7' }, /over SSH/, /ssh -nNT -L/],
    [{ DOCKER_HOST: 'tcp://10.0.0.7:2376' }, /wants TLS/, /waggle\.yml/],
    [{ DOCKER_HOST: 'tcp://10.0.0.7:23750', DOCKER_TLS_VERIFY: '1' }, /wants TLS/, /waggle\.yml/],
    [{ DOCKER_HOST: 'npipe:////./pipe/docker_engine' }, /cannot reach|can reach/, /unix:\/\//],
    [{ DOCKER_HOST: 'tcp://10.0.0.7:0' }, /can reach/, /tcp:\/\/host:port/],
    [{ DOCKER_HOST: 'tcp://ana:secret@10.0.0.7:2375' }, /can reach/, /tcp:\/\/host:port/],
    [{ DOCKER_CONTEXT: 'far' }, /contexts/, /docker context inspect/],
  ])('%j is refused with the next step, and without what was given', (env, why, next) => {
    const refused = refusalOf(() => dockerHost(env));

    expect(refused.code).toBe('bad-value');
    expect(refused.message).toMatch(why);
    expect(refused.next).toMatch(next);
    expect(refused.message + String(refused.next)).not.toContain('secret');
  });
});

function refusalOf(act: () => unknown): UserError {
  try {
    act();
  } catch (error) {
    if (error instanceof UserError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}
