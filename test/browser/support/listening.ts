import { readFile, readdir, readlink } from 'node:fs/promises';

const LISTEN = '0A';

/** The TCP ports that a process listens on (Linux: /proc says so), in rising order. */
export async function listeningPorts(pid: number): Promise<number[]> {
  const sockets = new Set(await socketsOf(pid));
  const tables = await Promise.all(
    ['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8')),
  );
  const ports = tables
    .flatMap((table) => table.trim().split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === LISTEN && sockets.has(fields[9] ?? ''))
    .map((fields) => Number.parseInt(fields[1]?.split(':')[1] ?? '', 16));
  return [...new Set(ports)].toSorted((a, b) => a - b);
}

/** Inode numbers of the sockets that a process has open. */
async function socketsOf(pid: number): Promise<string[]> {
  const names = await readdir(`/proc/${pid}/fd`);
  const links = await Promise.all(
    // One may be closed by the time it is read.
    names.map((name) => readlink(`/proc/${pid}/fd/${name}`).catch(() => '')),
  );
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}
