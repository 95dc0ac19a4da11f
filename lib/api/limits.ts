/** What the API allows at most. Memory is bounded by these figures, whatever a client does; docs/http-api.md lists them. */

const KIB = 1024;

/** Bodies below this length are sent as they are: compressed they would fill a packet all the same. */
export const COMPRESS_FROM_BYTES = KIB;

/** Documents of one tick that were asked for with a query (selections, tables, pages), and their bytes. */
export const MOST_SELECTIONS = 64;
export const MOST_SELECTION_BYTES = 16 * KIB * KIB;

/** Answers of one tick with alternatives that are kept. */
export const MOST_COMPUTED = 64;
export const MOST_COMPUTED_BYTES = 16 * KIB * KIB;

/** Points of a history on one page, and where the query does not say. */
export const MOST_POINTS = 1000;
export const USUAL_POINTS = 100;
