import type { SnapshotEdge, SwitchPositions } from '../../contract';

/** Switch positions and failures of a state. */
export function positionsOf(
  edges: readonly Pick<SnapshotEdge, 'id' | 'closed' | 'in_service'>[],
): SwitchPositions {
  return {
    open: edges.filter(({ closed }) => !closed).map(({ id }) => id),
    failed: edges.filter(({ in_service }) => !in_service).map(({ id }) => id),
  };
}

export function samePositions(a: SwitchPositions, b: SwitchPositions): boolean {
  return differing(a.open, b.open).length === 0 && differing(a.failed, b.failed).length === 0;
}

/** Ids that stand in one of the lists alone. */
export function differing(a: readonly string[], b: readonly string[]): string[] {
  const [inA, inB] = [new Set(a), new Set(b)];
  return [...a.filter((id) => !inB.has(id)), ...b.filter((id) => !inA.has(id))];
}
