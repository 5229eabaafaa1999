export { type DemoDependencies, type DemoHooks, seedDemo, type SeededDemo } from './seed.ts';
