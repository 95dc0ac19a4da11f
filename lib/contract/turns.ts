/** Milliseconds of work that all who wait here do together between two turns of the event loop. */
const TURN_MS = 4;

/** Resolvers of those that wait, in the order in which they came. */
const waiting: (() => void)[] = [];
let serving = false;

/**
 * Resolves when there is time for one more slice of work. However many write long documents at the same time, they
 * share what one turn of the event loop has: each on its own would be short, all together would hold it.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (!serving) setImmediate(serve);
    serving = true;
  });
}

async function serve(): Promise<void> {
  const began_ms = performance.now();
  while (waiting.length > 0 && performance.now() - began_ms < TURN_MS) {
    waiting.shift()!();
    // Behind the slice that was let go on, which is done before this resolves.
    await Promise.resolve();
  }
  serving = waiting.length > 0;
  if (serving) setImmediate(serve);
}
