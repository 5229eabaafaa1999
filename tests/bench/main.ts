import type { Bench } from './bench.ts';
import { room } from './room/room.ts';

/** Every bench there is. */
const benches: readonly Bench[] = [room];

const args = process.argv.slice(2).filter((argument) => argument !== '--json');
const asJson = process.argv.includes('--json');
const name = args[0];
const bench = benches.find((one) => one.name === name);

if (name === undefined) {
  for (const one of benches) console.log(`${one.name.padEnd(12)} ${one.about}`);
  console.log('\nRun one with: npm run bench -- NAME [--json]');
} else if (bench === undefined) {
  console.error(`There is no bench ${name}; there are: ${benches.map((one) => one.name).join(', ')}.`);
  process.exitCode = 1;
} else {
  const { figures, ratios } = await bench.run((line) => console.log(line));
  for (const [figure, value] of Object.entries(figures)) console.log(`${figure.padEnd(40)} ${value}`);
  for (const [ratio, value] of Object.entries(ratios)) console.log(`ratio to ${ratio.padEnd(31)} ${value}`);
  if (asJson) console.log(JSON.stringify({ bench: bench.name, figures, ratios }));
}
