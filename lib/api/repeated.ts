import { createHash } from 'node:crypto';
import { Replays, type Visitor } from '../access';
import { type ApiResponse, type CheckedRequest, headerOf } from './message';

/**
 * Requests with an `Idempotency-Key`: the same client's same request gets the answer of the first. Server errors and
 * refusals for now (5xx, 429) are not kept, so that trying again is worth while.
 */
export class RepeatedRequests {
  private readonly replays: Replays<ApiResponse>;

  constructor(now: () => number) {
    this.replays = new Replays({
      now,
      bytesOf: ({ body }) => body.length,
      isFinal: ({ status }) => status < 500 && status !== 429,
    });
  }

  /** IDEMPOTENCY_KEY_REUSED where the key was used for another request. */
  async answer(
    request: CheckedRequest,
    visitor: Visitor,
    perform: () => Promise<ApiResponse>,
  ): Promise<{ response: ApiResponse; replayed: boolean }> {
    const key = headerOf(request, 'idempotency-key');
    if (key === '') return { response: await perform(), replayed: false };
    // Where nobody had to say who he is, an address has its own keys.
    const client = visitor.identified ? visitor.who : `at ${visitor.address}`;
    const fingerprint = createHash('sha256').update(JSON.stringify([request.path, request.json ?? null]));
    const { answer, replayed } = await this.replays.once(
      JSON.stringify([client, key]),
      fingerprint.digest('base64'),
      perform,
    );
    const headers = { ...answer.headers, ...(replayed ? { 'idempotent-replayed': 'true' } : {}) };
    return { response: { ...answer, headers }, replayed };
  }
}
