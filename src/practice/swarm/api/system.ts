import { ApiError, type ApiRequest, type Reply, type Route } from './api.ts';
import { decode, struct, text } from './decode.ts';
import { getInfo } from './info.ts';
import { ENGINE } from '../release.ts';

const NO_CACHE = { 'Cache-Control': 'no-cache, no-store, must-revalidate', Pragma: 'no-cache' };

/** What is about the engine itself; and of what an engine has that a practice swarm does not: nothing. */
export const systemRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/_ping',
    needs: 'none',
    handle: () => ({ status: 200, text: 'OK', headers: NO_CACHE }),
  },
  {
    method: 'HEAD',
    path: '/_ping',
    needs: 'none',
    handle: () => ({ status: 200, text: '', headers: NO_CACHE }),
  },
  { method: 'GET', path: '/version', needs: 'none', handle: getVersion },
  { method: 'GET', path: '/info', needs: 'none', handle: getInfo },
  { method: 'POST', path: '/auth', needs: 'none', handle: postAuth },
  { method: 'GET', path: '/containers/json', needs: 'none', handle: () => ({ status: 200, json: [] }) },
  { method: 'GET', path: '/images/json', needs: 'none', handle: () => ({ status: 200, json: [] }) },
  { method: 'GET', path: '/plugins', needs: 'none', handle: () => ({ status: 200, json: [] }) },
  {
    method: 'GET',
    path: '/volumes',
    needs: 'none',
    handle: () => ({ status: 200, json: { Volumes: [], Warnings: null } }),
  },
];

/** In the order of the fields of `moby api/types.Version`; maps in the order of their keys. */
function getVersion(): Reply {
  const { version, gitCommit, goVersion, buildTime, kernel } = ENGINE;
  const json = {
    Platform: { Name: '' },
    Components: [
      {
        Name: 'Engine',
        Version: version,
        Details: {
          ApiVersion: '1.41',
          Arch: 'amd64',
          BuildTime: buildTime,
          Experimental: 'false',
          GitCommit: gitCommit,
          GoVersion: goVersion,
          KernelVersion: kernel,
          MinAPIVersion: '1.12',
          Os: 'linux',
        },
      },
      { Name: 'containerd', Version: ENGINE.containerd, Details: { GitCommit: ENGINE.containerd } },
      { Name: 'runc', Version: ENGINE.runc, Details: { GitCommit: ENGINE.runc } },
      { Name: 'docker-init', Version: '0.19.0', Details: { GitCommit: '' } },
    ],
    Version: version,
    ApiVersion: '1.41',
    MinAPIVersion: '1.12',
    GitCommit: gitCommit,
    GoVersion: goVersion,
    Os: 'linux',
    Arch: 'amd64',
    KernelVersion: kernel,
    BuildTime: buildTime,
  };
  return { status: 200, json };
}

const authConfig = struct('types.AuthConfig', {
  username: text,
  password: text,
  auth: text,
  email: text,
  serveraddress: text,
  identitytoken: text,
  registrytoken: text,
});

/** Every password is right: no registry behind this engine asks for one. */
function postAuth({ body }: ApiRequest): Reply {
  try {
    decode(authConfig, body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    // the engine passes on what its decoder says, and does not call it the client's fault
    throw new ApiError(500, error.message.startsWith('got EOF') ? 'EOF' : error.message);
  }
  return { status: 200, json: { Status: 'Login Succeeded', IdentityToken: '' } };
}
