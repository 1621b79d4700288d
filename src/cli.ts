import './quiet-libraries.ts';
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// A third of a start is the reading and compiling of sources. What is kept of it lies beside the packages, and goes with them; where
// that folder cannot be written, as in the image, there is no cache, and that is all. It holds for what is imported from here on.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/waggle'));

const { cli } = await import('./cli/cli.ts');
process.exit(await cli(process.argv.slice(2)));
