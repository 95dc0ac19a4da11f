// Hostile clients in a process of their own: node clients-process.js PORT ATTACK MILLISECONDS
import { ATTACKS, hangUp } from './attacks';

const [port, name, ms] = process.argv.slice(2);
const end = performance.now() + Number(ms);

async function main(): Promise<void> {
  await Promise.race([
    ATTACKS[name as string]?.(Number(port), () => performance.now() > end),
    new Promise((resolve) => setTimeout(resolve, Number(ms) + 1_000)),
  ]);
  hangUp();
  process.exit(0);
}

void main();
