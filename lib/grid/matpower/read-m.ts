/** MATPOWER case files (`.m`), versions 1 and 2, as tables. */
import { gridError } from '../../errors';
import type { CaseTable, MatpowerCase } from './case';
import { checkCase } from './check';
import { runScript, type Value } from './language';
import { onOneLine } from './text';

/** Results of a version 1 case, in their order (MATPOWER's `loadcase`). */
const VERSION_1 = ['baseMVA', 'bus', 'gen', 'branch', 'areas', 'gencost'];
const TABLES = ['bus', 'gen', 'branch'] as const;

/**
 * The case that the text defines; `file` names it in errors, `name` where the text does not. Throws UNREADABLE_FILE
 * with the line where a statement is not one of a case file, INVALID_NETWORK where the tables make no case.
 */
export function readMatpowerText(text: string, file: string, name: string): MatpowerCase {
  const { program, variables } = runScript(text, ({ line, statement, got, allowed, remedy }) =>
    gridError('UNREADABLE_FILE', { at: `${file}:${line}: ${shortened(statement)}`, got, allowed, remedy }),
  );
  const fields = fieldsOf(program.outputs, variables);
  const baseMVA = fields.get('baseMVA');
  for (const field of ['baseMVA', ...TABLES]) {
    if (fields.has(field)) continue;
    const allowed = 'baseMVA, bus, gen and branch, as mpc.bus = [...] or bus = [...]';
    throw gridError('UNREADABLE_FILE', {
      at: `${file}: ${field}`,
      got: 'none',
      allowed,
      remedy: 'The file may be cut off',
    });
  }
  if (baseMVA?.kind !== 'matrix' || baseMVA.data.length !== 1) {
    throw gridError('UNREADABLE_FILE', {
      at: `${file}: baseMVA`,
      got: baseMVA?.kind,
      allowed: 'a number above 0',
    });
  }
  const [bus, gen, branch] = TABLES.map((table) => rowsOf(fields.get(table)!, `${file}: ${table}`));
  const version = fields.get('version');
  const tables: Record<string, CaseTable> = {};
  for (const [field, value] of fields) {
    if (!['baseMVA', 'version', ...TABLES].includes(field))
      tables[field] = tableOf(value, `${file}: ${field}`);
  }
  const data: MatpowerCase = {
    name: program.name ?? name,
    version:
      version === undefined
        ? '1'
        : version.kind === 'text'
          ? version.text
          : String(rowsOf(version, file)[0]?.[0]),
    baseMVA: baseMVA.data[0],
    bus,
    gen,
    branch,
    tables,
  };
  checkCase(data, file);
  return data;
}

/** The fields of the structure that the function returns, or its several results by their places, or plain variables. */
function fieldsOf(
  outputs: readonly string[],
  variables: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Value> {
  if (outputs.length > 1) {
    const named = outputs.map((output, index) => [VERSION_1[index], variables.get(output)] as const);
    return new Map(
      named.filter((pair): pair is [string, Value] => pair[0] !== undefined && pair[1] !== undefined),
    );
  }
  const structure = `${outputs[0] ?? 'mpc'}.`;
  const fields = [...variables].filter(([name]) => name.startsWith(structure));
  if (fields.length === 0) return new Map([...variables].filter(([name]) => VERSION_1.includes(name)));
  return new Map(fields.map(([name, value]) => [name.slice(structure.length), value]));
}

function rowsOf(value: Value, at: string): number[][] {
  if (value.kind !== 'matrix') {
    throw gridError('UNREADABLE_FILE', { at, got: `a ${value.kind}`, allowed: 'a matrix of numbers' });
  }
  const { rows, cols, data } = value;
  return Array.from({ length: rows }, (_, row) =>
    Array.from(data.subarray(row * cols, (row + 1) * cols), plain),
  );
}

function tableOf(value: Value, at: string): CaseTable {
  if (value.kind === 'text') return value.text;
  if (value.kind === 'matrix') return rowsOf(value, at);
  const { rows, cols } = value;
  const item = (k: number): number | string => {
    const found = value.items[k];
    if (found.kind === 'text') return found.text;
    if (found.kind === 'matrix' && found.data.length === 1) {
      return Number.isFinite(found.data[0])
        ? plain(found.data[0])
        : String(found.data[0]).replace('inity', '');
    }
    if (found.kind === 'matrix' && found.data.length === 0) return '';
    const allowed = 'texts and single numbers in cell arrays';
    throw gridError('UNREADABLE_FILE', { at: `${at}{${k + 1}}`, got: `a ${found.kind}`, allowed });
  };
  return {
    cell: Array.from({ length: rows }, (_, row) =>
      Array.from({ length: cols }, (_, col) => item(row * cols + col)),
    ),
  };
}

/** Without a sign on 0. */
function plain(value: number): number {
  return value === 0 ? 0 : value;
}

function shortened(statement: string): string {
  const line = onOneLine(statement);
  return line.length > 80 ? `${line.slice(0, 77)}...` : line;
}
