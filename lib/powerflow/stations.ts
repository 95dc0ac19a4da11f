import type { Grid } from '../grid';

/** The usable generators of one bus, and those of them that hold its voltage. */
export interface Station {
  readonly bus: number;
  readonly generators: readonly number[];
  readonly holding: readonly number[];
}

export function stationsOf(grid: Grid): Station[] {
  const atBus = new Map<number, number[]>();
  for (let g = 0; g < grid.generatorCount; g++) {
    if (grid.generatorUsable[g] === 0) continue;
    const bus = grid.generatorBus[g];
    const known = atBus.get(bus);
    if (known === undefined) atBus.set(bus, [g]);
    else known.push(g);
  }
  return [...atBus].map(([bus, generators]) => ({
    bus,
    generators,
    holding: generators.filter((g) => grid.holdsVoltage[g] === 1),
  }));
}
