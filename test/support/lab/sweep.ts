import { existsSync, readdirSync } from 'node:fs';
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { refuseForeignFolder, type Layout } from './layout.ts';
import { mustRun, run, until } from '../run.ts';

const NAMESPACES = '/run/netns';
const CONTROL_GROUPS = '/sys/fs/cgroup';

/** The lab's network namespaces that exist, by its own names only. */
export const namespacesOf = (layout: Layout): string[] => {
  if (!existsSync(NAMESPACES)) return [];
  const own = new RegExp(`^${layout.name}-(hub|node\\d)$`);
  return readdirSync(NAMESPACES).filter((name) => own.test(name));
};

const pidsIn = async (netns: string): Promise<number[]> => {
  const ran = await run('ip', ['netns', 'pids', netns]);
  return ran.stdout
    .split('\n')
    .filter((line) => line !== '')
    .map(Number);
};

/** Ends all that runs in a namespace, at once, and removes it. A node's first process takes its containers with it. */
export const endNamespace = async (netns: string): Promise<void> => {
  await until(`${netns}: its processes end`, async () => {
    const pids = await pidsIn(netns);
    for (const pid of pids) kill(pid);
    return pids.length === 0;
  });
  await mustRun('ip', ['netns', 'delete', netns]);
};

const kill = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
};

/**
 * Takes away whatever a lab of this name left, whole or half made: processes, namespaces (and with them links and mounts),
 * control groups, the folder. @throws LabError when the folder is not the lab's own.
 */
export const sweep = async (layout: Layout): Promise<void> => {
  refuseForeignFolder(layout);
  await Promise.all(namespacesOf(layout).map(endNamespace));
  await removeControlGroups(layout.cgroup);
  await rm(layout.dir, { recursive: true, force: true, maxRetries: 5 });
};

/** Version 1 has a tree for each controller, version 2 one for all. */
export const removeControlGroups = async (group: string): Promise<void> => {
  const roots = [CONTROL_GROUPS, ...(await foldersIn(CONTROL_GROUPS))];
  const trees = roots.map((root) => join(root, group)).filter((tree) => existsSync(tree));
  for (const tree of trees) {
    await until(`${tree}: removed`, () => removeTree(tree), { timeout: 10_000 });
  }
};

/** rmdir from the leaves up; the kernel says EBUSY while a process in it is still on its way out. */
const removeTree = async (tree: string): Promise<boolean> => {
  for (const child of await foldersIn(tree)) if (!(await removeTree(child))) return false;
  try {
    await rmdir(tree);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      if (error.code === 'ENOENT') return true;
      if (error.code === 'EBUSY') return false;
    }
    throw error;
  }
};

const foldersIn = async (path: string): Promise<string[]> => {
  if (!existsSync(path)) return [];
  const entries = await readdir(path, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => join(path, entry.name));
};
