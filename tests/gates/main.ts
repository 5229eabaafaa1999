import { GATE_NAMES, runGates } from './gates.ts';

/** `npm run check`, or single gates by name. */
const asked = process.argv.slice(2);
const names = asked.length === 0 ? GATE_NAMES : GATE_NAMES.filter((name) => asked.includes(name));
if (names.length < asked.length) {
  console.error(`The gates are ${GATE_NAMES.join(', ')}.`);
  process.exit(1);
}
const { failed } = await runGates(names);
process.exitCode = failed === 0 ? 0 : 1;
