/** Decimal numbers in a text, exactly as `Number` reads them, without making a string of most of them. */

/** What `scanNumber` found: the value, and where the text goes on. One object, used again for every number. */
export interface Scanned {
  value: number;
  end: number;
}

const POWERS_OF_TEN = Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

const ZERO = 48;
const NINE = 57;
const POINT = 46;

/**
 * The unsigned number at `start`, or false where there is none: digits, a point, an exponent with e or E. Up to 15
 * digits and powers to 10^22 are numbers that a double holds, so that one multiplication or division of theirs is
 * rounded rightly (W. D. Clinger, "How to read floating point numbers accurately", 1990, doi 10.1145/93542.93557).
 */
export function scanNumber(text: string, start: number, into: Scanned): boolean {
  let position = start;
  let mantissa = 0;
  let digits = 0;
  let scale = 0;
  let code = text.charCodeAt(position);
  while (code >= ZERO && code <= NINE) {
    mantissa = mantissa * 10 + (code - ZERO);
    digits++;
    code = text.charCodeAt(++position);
  }
  if (code === POINT && !isOperator(text, position + 1)) {
    code = text.charCodeAt(++position);
    while (code >= ZERO && code <= NINE) {
      mantissa = mantissa * 10 + (code - ZERO);
      digits++;
      scale--;
      code = text.charCodeAt(++position);
    }
  }
  if (digits === 0) return false;
  if (code === 101 || code === 69) {
    const end = exponentEnd(text, position + 1);
    if (end > 0) {
      scale += Number(text.slice(position + 1, end));
      position = end;
    }
  }
  into.end = position;
  if (digits <= 15 && scale >= -22 && scale <= 22) {
    into.value = scale < 0 ? mantissa / POWERS_OF_TEN[-scale] : mantissa * POWERS_OF_TEN[scale];
  } else {
    into.value = Number(text.slice(start, position));
  }
  return true;
}

/** Whether the point before `position` begins an operator such as `.*`, or a continuation. */
function isOperator(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  // * / \ ^ ' and a second point
  return code === 42 || code === 47 || code === 92 || code === 94 || code === 39 || code === POINT;
}

/** Where the digits of an exponent end, or 0 where there are none. */
function exponentEnd(text: string, start: number): number {
  let position = start;
  const sign = text.charCodeAt(position);
  if (sign === 43 || sign === 45) position++;
  const first = position;
  let code = text.charCodeAt(position);
  while (code >= ZERO && code <= NINE) code = text.charCodeAt(++position);
  return position > first ? position : 0;
}
