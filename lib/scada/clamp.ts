/** The value, or the limit that it goes beyond: what a sensor of that range would read. */
export function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
