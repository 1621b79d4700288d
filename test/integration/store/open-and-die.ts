/**
 * A process of its own for the tests: opens the store in the file named first, adds the plan named second, says so, and is
 * killed by its own hand, without closing anything.
 */
import { openStore } from '../../../src/adapters/store/store.ts';
import { aPlan, KEY, standingClock } from './builders.ts';

const [file = '', id = ''] = process.argv.slice(2);
const store = await openStore({ file, key: KEY, clock: standingClock() });
await store.plans.add(aPlan({ id }));
process.kill(process.pid, 'SIGKILL');
