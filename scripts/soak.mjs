// Hours of ticks in minutes, by hand: node scripts/soak.mjs [SECONDS]. Prints what was done, and medians of memory.
import { soak } from '../dist/test/process/soaking.js';

console.log(JSON.stringify(await soak(Number(process.argv[2] ?? 600), 2000), null, 2));
