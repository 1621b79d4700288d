import { chmod, copyFile, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { REGISTRY, type Layout } from './layout.ts';
import { which } from './needs.ts';
import { LabError, mustRun, type RunOptions } from '../run.ts';

/** What the images' one program does; see PROGRAM. */
type Mode = 'serve' | 'crash' | 'crash9' | 'sick' | 'slow';

type LabImage = { repository: string; tag: string; mode: Mode; health?: string };

/** Each probe is a process started in a container: more often than this and a few replicas fill two cores. */
const HEALTH = '--interval=2s --timeout=5s --retries=2 CMD test -e /tmp/healthy';

/**
 * The images of the lab's registry. `redis:missing` is deliberately none of them.
 * - redis:3.0.5, 3.0.6, 3.0.7: good, with a health check, running some 2 s after they start
 * - redis:crash: exits with 3 at once; redis:crash9: runs, then exits with 4 after 9 s; neither has a health check
 * - redis:sick: healthy, then unhealthy from 6 s on; redis:slow: healthy after 15 s only
 * - web:1, web:2: good, without a health check, running at once
 */
export const LAB_IMAGES: readonly LabImage[] = [
  { repository: 'redis', tag: '3.0.5', mode: 'serve', health: HEALTH },
  { repository: 'redis', tag: '3.0.6', mode: 'serve', health: HEALTH },
  { repository: 'redis', tag: '3.0.7', mode: 'serve', health: HEALTH },
  { repository: 'redis', tag: 'crash', mode: 'crash' },
  { repository: 'redis', tag: 'crash9', mode: 'crash9' },
  { repository: 'redis', tag: 'sick', mode: 'sick', health: HEALTH },
  { repository: 'redis', tag: 'slow', mode: 'slow', health: `--start-period=60s ${HEALTH}` },
  { repository: 'web', tag: '1', mode: 'serve' },
  { repository: 'web', tag: '2', mode: 'serve' },
];

/**
 * The first process of a container gets no signal that it does not handle, hence the trap; and a shell acts on a trapped
 * signal at once only while it is in wait, hence every step in the background.
 */
const PROGRAM = `#!/bin/sh
END=0
trap 'exit $END' TERM INT
stay() { "$@" & wait $!; }
healthy() { touch /tmp/healthy; }
serve() { echo "version $VERSION is ready"; stay httpd -f -p 8080 -h /www; }
case "$1" in
serve) healthy; serve ;;
crash) echo "cannot read the configuration" >&2; exit 3 ;;
crash9) echo "version $VERSION is ready"; stay sleep 9; echo "lost the database" >&2; exit 4 ;;
sick) END=137; healthy; (sleep 6; rm /tmp/healthy; echo "out of memory" >&2) & serve ;;
slow) (sleep 15; healthy) & serve ;;
esac
`;

const APPLETS = ['sh', 'cat', 'env', 'hostname', 'httpd', 'ls', 'ps', 'rm', 'sleep', 'test', 'touch', 'wget'];

/** The repositories a lab image is pushed to: with the registry's name, and as the plain name that its mirror serves. */
const repositoriesOf = (repository: string): string[] => [
  `${REGISTRY}/${repository}`,
  `${REGISTRY}/library/${repository}`,
];

/** Builds every image on the engine that `docker` speaks to, pushes them, and removes its copies: all nodes pull alike. */
export const publishImages = async (
  layout: Layout,
  docker: (args: readonly string[]) => Promise<string>,
  options: RunOptions,
): Promise<void> => {
  const archive = await makeRootfs(layout, options);
  const imports = LAB_IMAGES.flatMap((image) =>
    repositoriesOf(image.repository).map((repository) => ({
      image,
      reference: `${repository}:${image.tag}`,
    })),
  );
  const ids = new Map<LabImage, Promise<string>>();
  for (const image of LAB_IMAGES) ids.set(image, importImage(image, archive, docker));
  await Promise.all(
    imports.map(async ({ image, reference }) => docker(['tag', (await ids.get(image)) ?? '', reference])),
  );
  const repositories = [...new Set(LAB_IMAGES.map((image) => image.repository))];
  // one after the other, so that the second finds the layers of the first
  for (const pick of [0, 1]) {
    await Promise.all(
      repositories.map((repository) =>
        docker(['push', '--quiet', '--all-tags', repositoriesOf(repository)[pick] ?? '']),
      ),
    );
  }
  await docker(['image', 'rm', '--force', ...(await Promise.all(ids.values()))]);
  await rm(archive);
};

const importImage = async (
  image: LabImage,
  archive: string,
  docker: (args: readonly string[]) => Promise<string>,
): Promise<string> => {
  const changes = [
    'WORKDIR /',
    'ENV PATH=/bin',
    `ENV VERSION=${image.tag}`,
    `CMD ["/bin/app", "${image.mode}"]`,
    ...(image.health === undefined ? [] : [`HEALTHCHECK ${image.health}`]),
  ];
  return (await docker(['import', ...changes.flatMap((change) => ['--change', change]), archive])).trim();
};

const makeRootfs = async (layout: Layout, options: RunOptions): Promise<string> => {
  const busybox = which('busybox');
  if (busybox === null) throw new LabError('busybox is missing: install the Debian package busybox-static.');
  const root = join(layout.dir, 'rootfs');
  for (const folder of ['bin', 'tmp', 'www']) await mkdir(join(root, folder), { recursive: true });
  await copyFile(busybox, join(root, 'bin/busybox'));
  await Promise.all(APPLETS.map((applet) => symlink('busybox', join(root, 'bin', applet))));
  await writeFile(join(root, 'bin/app'), PROGRAM);
  await chmod(join(root, 'bin/app'), 0o755);
  await writeFile(join(root, 'www/index.html'), 'the lab\n');
  const archive = join(layout.dir, 'rootfs.tar');
  await mustRun('tar', ['--owner=0', '--group=0', '-C', root, '-cf', archive, '.'], options);
  await rm(root, { recursive: true });
  return archive;
};
