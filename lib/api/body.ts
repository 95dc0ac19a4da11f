import type { IncomingMessage } from 'node:http';
import { gridError } from '../errors';

/** Bytes of a request body that are taken in at most. */
export const BODY_LIMIT = 64 * 1024;

/** Time that a body may take to come. */
const BODY_TIMEOUT_MS = 30_000;

/** Bytes that are read and thrown away, so that a client which is still writing sees the refusal. */
const DRAIN_LIMIT = 1024 * 1024;

const bodies = new WeakMap<IncomingMessage, Promise<Buffer>>();

/**
 * The body of a request, read once however often it is asked for; BODY_TOO_LARGE above the limit, BODY_TOO_SLOW
 * after the time. No more than the limit is ever kept.
 */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  const body = bodies.get(request) ?? read(request, BODY_LIMIT);
  bodies.set(request, body);
  return body;
}

/** True where `readBody` has the body, so that nobody else's reading of it counts. */
export function hasBody(request: IncomingMessage): boolean {
  return bodies.has(request);
}

function read(request: IncomingMessage, limit: number): Promise<Buffer> {
  let timer: NodeJS.Timeout;
  const body = new Promise<Buffer>((resolve, reject) => {
    timer = setTimeout(() => {
      request.off('data', take);
      chunks.length = 0;
      const allowed = `a complete body within ${BODY_TIMEOUT_MS / 1000} s`;
      reject(gridError('BODY_TOO_SLOW', { at: 'body', got: `${size} bytes`, allowed }));
    }, BODY_TIMEOUT_MS);
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
    const declared = Number(request.headers['content-length'] ?? 0);
    if (declared > DRAIN_LIMIT) {
      size = declared;
      refuse();
    }
    request.once('end', () => (size > limit ? refuse() : resolve(Buffer.concat(chunks))));
    request.once('error', reject);
    request.once('close', () =>
      reject(gridError('INVALID_BODY', { at: 'body', allowed: 'a complete body' })),
    );
  });
  // The request may also be waited for by nobody.
  body.catch(() => {}).finally(() => clearTimeout(timer));
  return body;
}
