// What the command line has beside itself where the bench starts it: it ends with the bench, however that ends, and
// collects its garbage when it is told to.
import { collectAll } from './collect-all.mjs';

process.on('message', async () => {
  await collectAll();
  process.send('collected');
});
process.on('disconnect', () => process.exit());
