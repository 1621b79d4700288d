import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, chownSync, constants, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { mustRun, until } from './run.ts';

/** A PostgreSQL server of the tests' own, on a Unix socket in a folder of its own. */
export type Postgres = {
  /** Makes an empty database and answers its URL. */
  newDatabase: () => Promise<string>;
  stop: () => Promise<void>;
};

/** The folder of PostgreSQL's programs (Debian keeps them off the PATH), or null where it is not installed. */
export function postgresFolder(): string | null {
  const root = '/usr/lib/postgresql';
  const folders = [...debianVersions(root).map((version) => join(root, version, 'bin')), ...pathFolders()];
  return (
    folders.find((folder) => isProgram(join(folder, 'initdb')) && isProgram(join(folder, 'postgres'))) ?? null
  );
}

/** What this machine lacks for the suites on PostgreSQL, one sentence each; empty when it can run them. */
export function postgresNeeds(): string[] {
  return postgresFolder() === null ? ['PostgreSQL is missing: install the Debian package postgresql.'] : [];
}

/**
 * Says whether a suite on PostgreSQL can run here, and aloud when it is left out.
 * @throws Error where WAGGLE_REQUIRE names postgres.
 */
export function canRunOnPostgres(suite: string): boolean {
  const [need] = postgresNeeds();
  if (need === undefined) return true;
  if ((process.env['WAGGLE_REQUIRE'] ?? '').split(',').includes('postgres')) {
    throw new Error(`${suite} is required, but cannot run: ${need}`);
  }
  console.warn(`LEFT OUT ${suite}: ${need}`);
  return false;
}

/** Starts a server. Its data is worthless, so it waits for no disk. */
export async function startPostgres(): Promise<Postgres> {
  const folder = postgresFolder();
  if (folder === null) throw new Error('PostgreSQL is not installed.');
  const home = mkdtempSync(join(tmpdir(), 'waggle-pg-'));
  const asNobody = await dropRoot(home);
  const data = join(home, 'data');
  const remove = () => rmSync(home, { recursive: true, force: true });
  try {
    const [file, ...prefix] = [...asNobody, join(folder, 'initdb')] as const;
    const made = ['-D', data, '-U', 'waggle', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    await mustRun(file ?? '', [...prefix, ...made], { timeout: 60_000 });
  } catch (error) {
    remove();
    throw error;
  }
  const [file, ...prefix] = [...asNobody, join(folder, 'postgres')] as const;
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${home}`,
    'fsync=off',
    'max_connections=50',
  ];
  const server = spawn(
    file ?? '',
    [...prefix, '-D', data, ...settings.flatMap((setting) => ['-c', setting])],
    {
      cwd: home,
      stdio: 'ignore',
    },
  );
  const url = (database: string) => `postgresql://waggle@/${database}?host=${encodeURIComponent(home)}`;
  const stop = async () => {
    await ended(server);
    remove();
  };
  try {
    await until('PostgreSQL answers', () => answers(url('postgres'), server));
  } catch (error) {
    await stop();
    throw error;
  }
  let made = 0;
  return {
    newDatabase: async () => {
      made += 1;
      const name = `waggle_${made}`;
      await query(url('postgres'), `create database ${name}`);
      return url(name);
    },
    stop,
  };
}

/** PostgreSQL refuses to run as root: the words to put before a program so that it runs as nobody, and ends with the tests. */
async function dropRoot(home: string): Promise<string[]> {
  if (process.getuid?.() !== 0) return [];
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => (await mustRun('id', [flag, 'nobody'])).trim()),
  );
  chownSync(home, Number(uid), Number(gid));
  return ['setpriv', '--pdeathsig=QUIT', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'];
}

async function answers(url: string, server: ChildProcess): Promise<boolean> {
  if (server.exitCode !== null) throw new Error(`PostgreSQL ended with exit code ${server.exitCode}.`);
  return query(url, 'select 1').then(
    () => true,
    () => false,
  );
}

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}

/** Ends the server at once (SIGQUIT, "immediate shutdown") and waits for it. */
function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.once('exit', () => resolve());
    server.kill('SIGQUIT');
  });
}

function debianVersions(root: string): string[] {
  try {
    return readdirSync(root).toSorted((a, b) => Number(b) - Number(a));
  } catch {
    return []; // not a Debian machine, or not installed
  }
}

function pathFolders(): string[] {
  return (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
