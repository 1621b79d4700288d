import { z } from 'zod';
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

/** distribution/reference: `[host[:port]/]path[:tag][@digest]`; what cannot be a reference never gets into a URL. */
const REFERENCE =
  /^[a-z0-9]+([._-]+[a-z0-9]+)*(:\d{1,5})?(\/[a-z0-9]+([._-]+[a-z0-9]+)*)*(:\w[\w.-]{0,127})?(@sha256:[a-f0-9]{64})?$/i;

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
  if (reference.length > 400 || !REFERENCE.test(reference)) {
    return { kind: 'missing', words: 'invalid reference format' };
  }
  const credentials = options.credentialsFor(registryOf(reference));
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
  return { kind: 'found', digest: Descriptor.digest, platforms: (Platforms ?? []).map(platformOf) };
}

/** An ARM image runs on variants that nodes name differently, so docker asks for none (docker/cli service create, swarmkit#2294). */
function platformOf(platform: { architecture?: string | undefined; os?: string | undefined }) {
  const { architecture = '', os = '' } = platform;
  return { Architecture: architecture.toLowerCase() === 'arm' ? '' : architecture, OS: os };
}

/** A registry hides what one may not see behind 401 and 403, so only a plain "no such thing" is `missing`. */
function notFound(error: EngineError): ImageLookup {
  const words = error.words || error.message;
  const missing =
    error.status === 404 ||
    /manifest unknown|name unknown|invalid reference format|repository name not known/i.test(words);
  return { kind: missing && error.reason !== 'too-old' ? 'missing' : 'unknown', words };
}

/** The registry of a reference; distribution/reference splitDockerDomain. */
export function registryOf(reference: string): string {
  const [first = '', ...rest] = reference.split('/');
  return rest.length > 0 && (/[.:]/.test(first) || first === 'localhost') ? first : 'docker.io';
}

/** base64url with its padding: the engine's decoder refuses text without. */
export function registryAuth(credentials: RegistryCredentials): string {
  const { username, password, serveraddress } = credentials;
  const json = JSON.stringify({ username, password, serveraddress });
  return Buffer.from(json).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
