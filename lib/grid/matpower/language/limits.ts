/** What a case file may ask for: enough for the largest published cases several times over, and never a hang. */

/** Elements of one matrix or cell array: 80 MB of numbers. */
export const MAX_ELEMENTS = 10_000_000;

/** Items of one plain cell array: 1 GB at most. */
export const MAX_CELL_ITEMS = 4_000_000;

/** Elements that all the statements of a file may make or touch together. */
export const MAX_WORK = 200_000_000;

/** Expressions of a file besides its plain tables of numbers and plain cell arrays. */
export const MAX_EXPRESSIONS = 500_000;

/** Characters of a name with its fields. */
export const MAX_NAME = 200;

/** How deep expressions and statements may stand in one another. */
export const MAX_DEPTH = 200;
