import type { ManifestInput } from '../slack/seed.ts';

/** What manifest.yml declares to Slack of the bot, for the practice workspace; a test holds the two together. */
export const APP: ManifestInput = {
  commands: [
    {
      command: '/swarm',
      shouldEscape: true,
      description: 'See and change services of a Docker Swarm cluster',
      usageHint:
        'services | ps redis | scale redis=5 | update redis image=redis:3.0.6 | rollback redis | help',
    },
  ],
  shortcuts: [{ type: 'message', callbackId: 'deploy_image', name: 'Deploy this image' }],
};
