// Runs turbo with the repository's settings; usage: node scripts/turbo.mjs run build
import { main } from './lib/main.mjs';
import { runTurbo } from './lib/run-turbo.mjs';

await main(async () => (await runTurbo(process.argv.slice(2), { output: 'inherit' })).code);
