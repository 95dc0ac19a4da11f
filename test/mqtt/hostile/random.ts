import { randomStream } from '../../support/random';

/** Seeded choices. */
export interface Random {
  below(most: number): number;
  pick<T>(from: readonly T[]): T;
  chance(probability: number): boolean;
}

export function seeded(seed: number): Random {
  const next = randomStream(seed);
  const below = (most: number) => Math.floor(next() * most);
  return {
    below,
    pick: (from) => from[below(from.length)] as never,
    chance: (probability) => next() < probability,
  };
}
