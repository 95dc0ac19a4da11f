import type { IncomingMessage } from 'node:http';
import { gridError } from '../errors';

/** Bytes of a request body that are taken in at most. */
export const BODY_LIMIT = 64 * 1024;

/** Bytes that are read and thrown away, so that a client which is still writing sees the refusal. */
const DRAIN_LIMIT = 1024 * 1024;

/** The body of a request; BODY_TOO_LARGE above the limit. No more than the limit is ever kept. */
export function readBody(request: IncomingMessage, limit = BODY_LIMIT): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = () => {
      request.off('data', take);
      reject(
        gridError('BODY_TOO_LARGE', { at: 'body', got: `${size} bytes`, allowed: `at most ${limit} bytes` }),
      );
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else chunks.length = 0;
      if (size > DRAIN_LIMIT) refuse();
    };
    request.on('data', take);
    request.once('end', () => (size > limit ? refuse() : resolve(Buffer.concat(chunks))));
    request.once('error', reject);
    request.once('close', () =>
      reject(gridError('INVALID_BODY', { at: 'body', allowed: 'a complete body' })),
    );
  });
}
