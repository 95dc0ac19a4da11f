/** A figure for people: so many significant digits, without trailing zeros. */
export function figure(value: number | null, digits: number): string {
  return value === null ? 'unknown' : String(Number(value.toPrecision(digits)));
}

/** Rows of a name and what there is to say of it, the names in a column. */
export function table(rows: readonly (readonly [name: string, text: string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
}
