import type { ApiResponse } from './message';

/** What a route answers with. Without an ETag it is of the moment and not to be kept. */
export interface Answer {
  body: Buffer;
  etag?: string;
  /** JSON unless it says otherwise. */
  mediaType?: string;
  /** Further headers of the answer, names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** See `ApiResponse`. */
  follow?: ApiResponse['follow'];
}
