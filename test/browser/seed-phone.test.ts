import { seedScenario } from './seed-scenario.ts';

seedScenario('phone');
