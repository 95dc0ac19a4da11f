/** What the API allows at most. Memory is bounded by these figures, whatever a client does; docs/http-api.md lists them. */

const KIB = 1024;

/** Bodies below this length are sent as they are: compressed they would fill a packet all the same. */
export const COMPRESS_FROM_BYTES = KIB;
