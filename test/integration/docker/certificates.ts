import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

type Signed = { readonly key: string; readonly cert: string };
export type Certificates = { readonly ca: string; readonly server: Signed; readonly client: Signed };

/** A certificate authority and what it signed for 127.0.0.1 and for a client, made with the openssl program in `dir`. */
export async function makeCertificates(dir: string): Promise<Certificates> {
  const openssl = (...args: readonly string[]) => run('openssl', [...args], { cwd: dir });
  const newKey = ['req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  await openssl(
    ...newKey,
    '-x509',
    '-days',
    '2',
    '-subj',
    '/CN=test ca',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  const sign = async (name: string, extensions: string): Promise<Signed> => {
    await writeFile(join(dir, `${name}.ext`), extensions);
    await openssl(...newKey, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const authority = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...authority,
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.pem`,
    );
    const read = (suffix: string) => readFile(join(dir, `${name}.${suffix}`), 'utf8');
    return { key: await read('key'), cert: await read('pem') };
  };
  const server = await sign('server', 'subjectAltName=IP:127.0.0.1,DNS:engine.test\n');
  const client = await sign('client', 'extendedKeyUsage=clientAuth\n');
  return { ca: await readFile(join(dir, 'ca.pem'), 'utf8'), server, client };
}
