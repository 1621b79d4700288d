import { z } from 'zod';
import { readImage } from '../../core/chat/image-reference.ts';
import { EngineError } from '../../core/errors.ts';
import type { ImageLookup } from '../../core/ports/swarm.ts';
import { parseAnswer } from './answers.ts';
import type { Client } from './client.ts';
import { withDeadline } from './deadline.ts';
import type { Engine, EngineRequest } from './engine.ts';

export type RegistryCredentials = {
  readonly username: string;
  readonly password: string;
  readonly serveraddress: string;
};

/** The credentials for a registry as image references name it (`docker.io` where they name none), or undefined. */
export type CredentialsFor = (registryHost: string) => RegistryCredentials | undefined;

const Distribution = z.looseObject({
  Descriptor: z.looseObject({ digest: z.string().regex(/^sha256:[a-f0-9]{64}$/) }),
  Platforms: z
    .array(z.looseObject({ architecture: z.string().optional(), os: z.string().optional() }))
    .nullish(),
});

/** Looks an image up through GET /distribution/{name}/json. @throws the caller's reason alone. */
export async function lookUpImage(
  options: { readonly client: Client; readonly credentialsFor: CredentialsFor; readonly ms: number },
  reference: string,
  signal: AbortSignal,
): Promise<ImageLookup> {
  const reading = readImage(reference);
  // What cannot be a reference never gets into a URL.
  if (!reading.ok) return { kind: 'missing', words: 'invalid reference format' };
  const credentials = options.credentialsFor(reading.value.registry ?? 'docker.io');
  const request = {
    path: `/distribution/${reference}/json`,
    ...(credentials === undefined ? {} : { headers: { 'X-Registry-Auth': registryAuth(credentials) } }),
  };
  const over = (): EngineError =>
    new EngineError({
      reason: 'unreachable',
      message: `The registry did not answer within ${options.ms / 1000} s.`,
    });
  try {
    return await withDeadline({ ms: options.ms, over }, options.client.whileOpen(signal), (inner) =>
      options.client.withEngine((engine) => ask(engine, request, inner), inner),
    );
  } catch (error) {
    if (signal.aborted || !(error instanceof EngineError)) throw error;
    return { kind: 'unknown', words: error.words || error.message };
  }
}

/** A refusal here is the registry's and says nothing against the engine that passes it on. */
async function ask(engine: Engine, request: EngineRequest, signal: AbortSignal): Promise<ImageLookup> {
  try {
    return found(await engine.ask(request, signal));
  } catch (error) {
    if (!(error instanceof EngineError) || error.status === undefined) throw error;
    return notFound(error);
  }
}

function found(body: string): ImageLookup {
  const { Descriptor, Platforms } = parseAnswer(Distribution, body, 'GET /distribution');
  const platforms = (Platforms ?? []).map(({ architecture = '', os = '' }) => ({
    Architecture: architecture,
    OS: os,
  }));
  return { kind: 'found', digest: Descriptor.digest, platforms };
}

/** A registry hides what one may not see behind 401 and 403, so only a plain "no such thing" is `missing`. */
function notFound(error: EngineError): ImageLookup {
  const words = error.words || error.message;
  const missing =
    error.status === 404 ||
    /manifest unknown|name unknown|invalid reference format|repository name not known/i.test(words);
  return { kind: missing && error.reason !== 'too-old' ? 'missing' : 'unknown', words };
}

/** base64url with its padding: the engine's decoder refuses text without. */
export function registryAuth(credentials: RegistryCredentials): string {
  const { username, password, serveraddress } = credentials;
  const json = JSON.stringify({ username, password, serveraddress });
  return Buffer.from(json).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
