/** The fast way through long cell arrays: plain texts and numbers between braces, without an expression for each. */
import { MAX_CELL_ITEMS } from './limits';
import type { Scanned } from './numbers';
import { refuse } from './refusal';
import { scanElement } from './table';
import { type Cell, scalar, type Value } from './values';

/**
 * The cell array whose `{` stands before `start`, and where the text goes on behind its `}`; undefined where it holds
 * anything but texts, numbers and comments, where rows differ in length, or where it does not end.
 */
export function scanCells(text: string, start: number): { cell: Cell; end: number } | undefined {
  const items: Value[] = [];
  const scanned: Scanned = { value: 0, end: 0 };
  let cols = -1;
  let rowStart = 0;
  let separated = true;
  let comma = true;
  for (let position = start; position < text.length; ) {
    const code = text.charCodeAt(position);
    if (code === 9 || code === 32 || code === 13) {
      separated = true;
      position++;
    } else if (code === 44) {
      if (comma) return undefined;
      comma = separated = true;
      position++;
    } else if (code === 10 || code === 59 || code === 125) {
      const inRow = items.length - rowStart;
      if (inRow > 0 && cols >= 0 && inRow !== cols) return undefined;
      if (inRow > 0) cols = inRow;
      rowStart = items.length;
      position++;
      if (code === 125) return { cell: cellOf(items, Math.max(cols, 0)), end: position };
      separated = comma = true;
    } else if (code === 37 || code === 35) {
      if (text.charCodeAt(position + 1) === 123) return undefined;
      position = text.indexOf('\n', position);
      if (position < 0) return undefined;
    } else {
      const end = separated ? scanItem(text, position, items, scanned) : -1;
      if (end < 0) return undefined;
      position = end;
      separated = comma = false;
    }
  }
  return undefined;
}

/** Adds the text or number at `position`; where the text goes on behind it, or −1. */
function scanItem(text: string, position: number, items: Value[], scanned: Scanned): number {
  if (items.length >= MAX_CELL_ITEMS) refuse('a larger cell array', `at most ${MAX_CELL_ITEMS} items`);
  const quote = text.charAt(position);
  if (quote !== "'" && quote !== '"') {
    if (!scanElement(text, position, scanned)) return -1;
    items.push(scalar(scanned.value));
    return scanned.end;
  }
  let end = text.indexOf(quote, position + 1);
  let doubled = false;
  while (end >= 0 && text.charAt(end + 1) === quote) {
    doubled = true;
    end = text.indexOf(quote, end + 2);
  }
  if (end < 0) return -1;
  const inside = text.slice(position + 1, end);
  if (inside.includes('\n')) return -1;
  items.push({ kind: 'text', text: doubled ? inside.replaceAll(quote + quote, quote) : inside });
  return end + 1;
}

function cellOf(items: readonly Value[], cols: number): Cell {
  return { kind: 'cell', rows: cols === 0 ? 0 : items.length / cols, cols, items };
}
