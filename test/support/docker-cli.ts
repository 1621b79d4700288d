import { run, type Ran } from './run.ts';

export type DockerCliOptions = {
  /** `unix:///path` or `tcp://host:port`. */
  readonly host: string;
  /** A folder for the CLI's own files: the person's contexts, credentials and plug-ins stay out of it. */
  readonly config: string;
  /** Which CLI. Default: the first on the path. */
  readonly program?: string;
  /** Milliseconds. Default 60 s. */
  readonly timeout?: number | undefined;
  readonly signal?: AbortSignal | undefined;
};

/** The docker CLI. A non-zero exit is an answer; @throws LabError when it cannot be started or does not end in time. */
export const dockerCli = (args: readonly string[], options: DockerCliOptions): Promise<Ran> =>
  run(options.program ?? 'docker', ['--host', options.host, ...args], {
    timeout: options.timeout ?? 60_000,
    signal: options.signal,
    env: { DOCKER_CONFIG: options.config, DOCKER_CONTEXT: '', DOCKER_HOST: '' },
  });
