import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';

/** A file that the page is made of. */
export type Asset = { readonly body: Buffer; readonly type: string; readonly etag: string };

/** By path, such as `/app.js`. */
export type Assets = ReadonlyMap<string, Asset>;

let bundled: Promise<Assets> | undefined;

/**
 * Makes the page's script and style of its sources, once for the whole process. Rejects if they have a fault; the next call tries
 * again.
 */
export function bundlePage(): Promise<Assets> {
  bundled ??= bundle().catch((error: unknown) => {
    bundled = undefined;
    throw error;
  });
  return bundled;
}

async function bundle(): Promise<Assets> {
  // Loaded here, so that whoever only looks at this file's types does not pay for it.
  const esbuild = await import('esbuild');
  try {
    const built = await esbuild.build({
      entryPoints: { app: fileURLToPath(new URL('./page/main.tsx', import.meta.url)) },
      outdir: '/',
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      charset: 'utf8',
      legalComments: 'none',
      logLevel: 'silent',
    });
    const assets = new Map(
      built.outputFiles.map(({ path, contents }): [string, Asset] => {
        const isStyle = path.endsWith('.css');
        const type = isStyle ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
        return [isStyle ? '/app.css' : '/app.js', asset(Buffer.from(contents), type)];
      }),
    );
    // A page without any style has no file for it.
    if (!assets.has('/app.css')) assets.set('/app.css', asset(Buffer.alloc(0), 'text/css; charset=utf-8'));
    return assets;
  } finally {
    // esbuild is a process of its own, which would stay and keep its memory.
    await esbuild.stop();
  }
}

export function asset(body: Buffer, type: string): Asset {
  return { body, type, etag: `"${createHash('sha256').update(body).digest('base64url')}"` };
}
