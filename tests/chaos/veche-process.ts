import { main } from '@veche/server/main';

/** Veche as `npm start` runs it, without builds and the sample bot: something to kill. */
const { url } = await main();
console.log(`open ${url}`);
