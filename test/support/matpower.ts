import type { Network } from '../../lib/contract';

/** A case as the reference data hold it: MATPOWER's tables (manual, appendix B). */
export interface MatpowerCase {
  case: string;
  baseMVA: number;
  bus: number[][];
  /** A single generator stands as one row. */
  gen: number[] | number[][];
  branch: number[][];
}

/** A case without shunts as a network document; ids are the 1-based rows of the tables. */
export function networkOfCase({ case: name, baseMVA, bus, gen, branch }: MatpowerCase): Network {
  const slackBus = bus.find((row) => row[1] === 3)![0];
  const id = new Map(bus.map((row) => [row[0], `B${row[0]}`]));
  return {
    format: 'gridloom-network',
    version: 1,
    id: name,
    name,
    base_mva: baseMVA,
    buses: bus.map((row) => ({ id: id.get(row[0])!, name: id.get(row[0])!, base_kv: row[9] || 1 })),
    generators: rows(gen)
      .filter((row) => row[7] > 0)
      .map((row, index) => ({
        id: `G${index + 1}`,
        bus: id.get(row[0])!,
        p_mw: row[1],
        vm_pu: row[5],
        slack: row[0] === slackBus,
      })),
    loads: bus
      .filter((row) => row[2] !== 0 || row[3] !== 0)
      .map((row) => ({ id: `D${row[0]}`, bus: id.get(row[0])!, p_mw: row[2], q_mvar: row[3] })),
    branches: branch.map((row, index) => ({
      id: `L${index + 1}`,
      name: `L${index + 1}`,
      kind: row[8] === 0 ? 'line' : 'transformer',
      from: id.get(row[0])!,
      to: id.get(row[1])!,
      r_pu: row[2],
      x_pu: row[3],
      b_pu: row[4],
      tap_ratio: row[8] || 1,
      shift_degree: row[9],
      closed: row[10] === 1,
    })),
  };
}

function rows(table: number[] | number[][]): number[][] {
  return (Array.isArray(table[0]) ? table : [table]) as number[][];
}
