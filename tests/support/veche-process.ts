import { main } from '@veche/server/main';

/** Veche as `npm start` runs it, without builds and the sample bot: something to start, stop and kill. */
try {
  const { url } = await main();
  console.log(`open ${url}`);
} catch (error) {
  console.error(error instanceof Error && error.name === 'VecheStartError' ? error.message : error);
  process.exit(1);
}
