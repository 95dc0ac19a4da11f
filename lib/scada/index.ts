export interface Simulator {
  ping(): number;
}
export function openSimulator(_init: { seed: number }): Simulator {
  throw new Error('not built yet');
}
