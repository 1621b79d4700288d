export { aFailedTask, aManager, aNode, aService, aTask, at, NOON } from './objects.ts';
export { aGlobalSpec, aSpec, digestOf } from './spec.ts';
export { aRelease, observers } from './swarm.ts';
export { refusalOf } from './refusal.ts';
