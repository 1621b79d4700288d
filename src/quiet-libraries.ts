/**
 * Imported before anything else. docker-modem prints whole requests, secrets included, when DEBUG asks it to, and takes endpoints
 * and certificates from DOCKER_* where Waggle's configuration alone shall say them.
 */
for (const name of Object.keys(process.env)) {
  if (name === 'DEBUG' || name.startsWith('DOCKER_')) delete process.env[name];
}
