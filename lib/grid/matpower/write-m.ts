/** Cases as MATPOWER case files. */
import { type CaseTable, COLUMNS, type MatpowerCase } from './case';
import { encodeNumber } from './remainder';
import { onOneLine } from './text';

/** The text of a case file, whose `name` must be one of MATLAB's; MATPOWER reads the same tables from it. */
export function writeMatpowerText(data: MatpowerCase, title: string): string {
  const { name, version, baseMVA, bus, gen, branch, tables } = data;
  const parts = [
    `function mpc = ${name}`,
    `%${name.toUpperCase()}  ${onOneLine(title)}`,
    `%   Please see CASEFORMAT for details on the case file format.`,
    '',
    `%% MATPOWER Case Format : Version ${onOneLine(version)}`,
    `mpc.version = ${quoted(version)};`,
    '',
    '%% system MVA base',
    `mpc.baseMVA = ${baseMVA};`,
  ];
  for (const [field, rows] of Object.entries({ bus, gen, branch })) {
    const names = COLUMNS[field as keyof typeof COLUMNS].slice(0, rows[0]?.length);
    parts.push('', `%% ${field} data`, `%\t${names.join('\t')}`, assignment(field, rows));
  }
  for (const [field, table] of Object.entries(tables)) parts.push('', assignment(field, table));
  return `${parts.join('\n')}\n`;
}

function assignment(field: string, table: CaseTable): string {
  if (typeof table === 'string') return `mpc.${field} = ${quoted(table)};`;
  if (Array.isArray(table)) {
    if (table.length === 1 && table[0].length === 1) return `mpc.${field} = ${encodeNumber(table[0][0])};`;
    return `mpc.${field} = ${bracketed('[', table, encodeNumber, ']')};`;
  }
  return `mpc.${field} = ${bracketed('{', table.cell, (item) => (typeof item === 'string' ? quoted(item) : item), '}')};`;
}

function bracketed<T>(open: string, rows: T[][], write: (item: T) => number | string, close: string): string {
  if (rows.length === 0) return open + close;
  return `${open}\n${rows.map((row) => `\t${row.map(write).join('\t')};\n`).join('')}${close}`;
}

function quoted(text: string): string {
  return `'${onOneLine(text).replaceAll("'", "''")}'`;
}
