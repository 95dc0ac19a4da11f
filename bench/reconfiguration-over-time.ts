/** What each method has found, and proved, by a time limit: medians over seeds. */
import type { Grid } from '../lib/grid';
import { type ReconfigurationOptions, reconfigure } from '../lib/paths';
import { nominalPoint } from '../lib/powerflow';
import { median, rounded } from './timing';

const LIMITS_S = [0.02, 0.1, 0.5, 2, 10, 60];
/** Above so many buses branch exchange alone. */
const FEW = 200;
/** Larger grids are given the longer times only, and one seed. */
const LARGE = 1000;
const SEEDS = 3;

const METHODS: Record<string, ReconfigurationOptions> = {
  exchange: { method: 'exchange' },
  exact: { method: 'exact' },
  'meshed exchange': { method: 'exchange', radial: false },
};

export function qualityOverTime(grids: readonly Grid[]): Record<string, number | string>[] {
  return grids.flatMap((grid) =>
    Object.entries(METHODS).flatMap(([name, options]) => rowsOf(grid, name, options)),
  );
}

/** One row for each limit, up to the first at which the method ends by itself. */
function rowsOf(
  grid: Grid,
  name: string,
  options: ReconfigurationOptions,
): Record<string, number | string>[] {
  const rows: Record<string, number | string>[] = [];
  const isLarge = grid.busCount > LARGE;
  if (grid.busCount > FEW && name !== 'exchange') return rows;
  for (const time_limit_s of isLarge ? LIMITS_S.slice(3) : LIMITS_S.slice(0, -1)) {
    const runs = Array.from({ length: isLarge ? 1 : SEEDS }, (_, k) =>
      reconfigure(
        grid,
        nominalPoint(grid),
        { ...options, time_limit_s, seed: k + 1 },
        { clock: () => performance.now() },
      ),
    );
    const of = (values: number[]): number => median(values.sort((a, b) => a - b));
    const gaps = runs.map(({ gap_percent }) => gap_percent).filter((gap) => gap !== null);
    rows.push({
      network: grid.network.id,
      method: name,
      limit_s: time_limit_s,
      ms: rounded(of(runs.map(({ elapsed_ms }) => elapsed_ms))),
      loss_kw: of(runs.map(({ final }) => 1000 * (final?.loss_mw ?? Number.NaN))).toFixed(3),
      gap_percent: gaps.length === runs.length ? rounded(of(gaps)) : 'none',
      ended: runs[0].ended,
    });
    if (runs.every(({ ended }) => ended !== 'time_limit')) break;
  }
  return rows;
}
