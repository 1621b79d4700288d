/** What docker's own command line reads to find its engine, as it was given: for practice on a real engine alone. */
export const dockerEnvironment: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(process.env).flatMap(([name, value]) =>
    name.startsWith('DOCKER_') && value !== undefined ? [[name, value]] : [],
  ),
);

/*
 * Imported before anything else. docker-modem prints whole requests, secrets included, when DEBUG asks it to, and takes endpoints
 * and certificates from DOCKER_* where Waggle's configuration alone shall say them.
 */
for (const name of Object.keys(process.env)) {
  if (name === 'DEBUG' || name.startsWith('DOCKER_')) delete process.env[name];
}
