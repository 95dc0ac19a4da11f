/** Whether every part of a network has what it needs to be supplied and balanced. Throws INVALID_NETWORK. */
import type { Branch, Network } from '../contract';
import { gridError } from '../errors';

type Neighbours = ReadonlyMap<string, readonly string[]>;

/** One slack in service at least, and no two buses with one in a part that the closed branches connect. */
export function checkSlacks({ buses, generators, branches }: Network): void {
  const usable = usableBuses(buses);
  const slacks = generators.filter(({ slack }) => slack === true);
  const serving = slacks.filter(({ in_service, bus }) => in_service !== false && usable.has(bus));
  if (serving.length === 0) {
    throw gridError('INVALID_NETWORK', {
      at: 'generators[].slack',
      got: slacks.length === 0 ? 'none' : `"${slacks[0].id}" alone, which is out of service`,
      allowed: 'a generator in service with "slack": true',
    });
  }
  const closed = neighboursOf(branches.filter(({ closed }) => closed));
  const claimed = new Map<string, { id: string; bus: string }>();
  for (const { id, bus } of serving) {
    const other = claimed.get(bus);
    if (other === undefined) {
      for (const reached of reachable([bus], closed, usable)) claimed.set(reached, { id, bus });
    } else if (other.bus !== bus) {
      throw gridError('INVALID_NETWORK', {
        at: `generators "${id}".slack`,
        got: `a second slack, at bus "${bus}", connected with "${other.id}" at bus "${other.bus}"`,
        allowed: 'one bus with a slack in each connected part',
        remedy: 'Let all but one hold the voltage only',
      });
    }
  }
}

/** Every bus in service must be within reach of a generator when all branches are closed. */
export function checkSupply({ buses, generators, branches }: Network): void {
  const usable = usableBuses(buses);
  const sources = generators.filter(({ in_service, bus }) => in_service !== false && usable.has(bus));
  const reached = reachable(
    sources.map(({ bus }) => bus),
    neighboursOf(branches),
    usable,
  );
  const island = [...usable].filter((id) => !reached.has(id));
  if (island.length > 0) {
    throw gridError('INVALID_NETWORK', {
      at: 'buses',
      got: island.slice(0, 5),
      allowed: 'buses that a generator reaches over the branches',
      remedy: `Connect ${island.length === 1 ? 'this bus' : `these ${island.length} buses`}, or add a generator`,
    });
  }
}

function usableBuses(buses: Network['buses']): ReadonlySet<string> {
  return new Set(buses.filter(({ in_service }) => in_service !== false).map(({ id }) => id));
}

function neighboursOf(branches: readonly Branch[]): Neighbours {
  const neighbours = new Map<string, string[]>();
  const join = (a: string, b: string): void => {
    const known = neighbours.get(a);
    if (known === undefined) neighbours.set(a, [b]);
    else known.push(b);
  };
  for (const { from, to } of branches) {
    join(from, to);
    join(to, from);
  }
  return neighbours;
}

function reachable(
  start: readonly string[],
  neighbours: Neighbours,
  usable: ReadonlySet<string>,
): Set<string> {
  const reached = new Set(start);
  for (const bus of reached) {
    for (const next of neighbours.get(bus) ?? []) if (usable.has(next)) reached.add(next);
  }
  return reached;
}
