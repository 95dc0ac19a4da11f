/** Numbers from 0 to 1 that a seed decides (Lehmer's generator, S. K. Park and K. W. Miller 1988). */
export function randomStream(seed: number): () => number {
  let state = (seed * 48271) % 2147483647;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}
