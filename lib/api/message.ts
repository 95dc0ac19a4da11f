import type { Writable } from 'node:stream';
import type { QueryValues } from './query';

/** A request and its answer, whatever server stands around the API. */
export interface ApiRequest {
  method: string;
  /** What follows the API's base path, as it came over the wire: still percent-encoded, without the query. */
  path: string;
  /** What follows the `?`, still percent-encoded. */
  query?: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The body: bytes, text, or what a server before this one has parsed already. Read only where a route takes one. */
  body?(): Promise<unknown>;
  /** The other end of the connection; a caller in the same process where it is left out. */
  address?: string;
  /** Aborted when nobody waits for the answer any more. */
  signal?: AbortSignal;
}

/** A request that was let in and held against the OpenAPI document. */
export interface CheckedRequest extends ApiRequest {
  /** Of the client, which may stand behind proxies. */
  address: string;
  values: QueryValues;
  /** The value of the body; undefined where there is none. */
  json: unknown;
  /** Whether its client would be let in now, for an answer that goes on. Left out where that cannot change. */
  stillAdmitted?(): Promise<boolean>;
}

export interface ApiResponse {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: Buffer;
  /** In place of a body: goes on writing once the head was sent, and ends the answer. */
  follow?(connection: Writable): void;
}

/** A header as one text, empty where it is absent. */
export function headerOf(request: ApiRequest, name: string): string {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : (value ?? '');
}
