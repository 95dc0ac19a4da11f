import type { ApiResponse } from './message';

/** What a route answers with. Without an ETag it is of the moment and not to be kept. */
export interface Answer {
  body: Buffer;
  etag?: string;
  /** JSON unless it says otherwise. */
  mediaType?: string;
  /** Further headers of the answer, names in lower case. */
  headers?: Readonly<Record<string, string>>;
  /** 200 where it is left out. */
  status?: 202;
  /** What was done or handed over, for the audit log. */
  command?: object;
  /** See `ApiResponse`. */
  follow?: ApiResponse['follow'];
}
