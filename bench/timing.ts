/** Sorted times of `count` calls, milliseconds, after `warm` calls that are not counted. */
export function timesOf(count: number, warm: number, work: () => unknown): number[] {
  for (let k = 0; k < warm; k++) work();
  const times = Array.from({ length: count }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
  return times.sort((a, b) => a - b);
}

export function median(sorted: readonly number[]): number {
  return sorted[sorted.length >> 1];
}

export function rounded(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/**
 * What ten million multiply-adds on 4,096 numbers take here and now: the unit in which times of other machines and
 * other runs can be compared.
 */
export function unitOfWork_ms(): number {
  const values = Float64Array.from({ length: 4096 }, (_, k) => 1 + k / 4096);
  const sums = new Float64Array(4096);
  const work = (): void => {
    for (let round = 0; round < 2441; round++) {
      for (let k = 0; k < 4096; k++) sums[k] += values[k] * 1.0000001;
    }
  };
  return median(timesOf(5, 3, work));
}
