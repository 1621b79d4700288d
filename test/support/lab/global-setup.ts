import { labBorrow } from './lab.ts';

/** For vitest's `globalSetup`: the suites use the lab that is up, else one that is made before them and taken away after. */
export default async (): Promise<() => Promise<void>> => (await labBorrow()).giveBack;
