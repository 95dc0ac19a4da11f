import { gridError } from '../errors';
import { type ApiRequest, headerOf } from './message';

/**
 * The value of a request's JSON body; undefined where there is no body. UNSUPPORTED_MEDIA_TYPE, INVALID_BODY for what
 * is no JSON, or what reading it throws (BODY_TOO_LARGE).
 */
export async function readJsonBody(request: ApiRequest): Promise<unknown> {
  const body = await request.body?.();
  if (isEmpty(body)) return undefined;
  checkMediaType(headerOf(request, 'content-type'));
  checkEncoding(headerOf(request, 'content-encoding'));
  return parseJson(body);
}

function isEmpty(body: unknown): boolean {
  return body === undefined || ((Buffer.isBuffer(body) || typeof body === 'string') && body.length === 0);
}

/** `application/json` or a type built on it, in UTF-8, which RFC 8259 §8.1 demands. */
function checkMediaType(contentType: string): void {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charsets = parameters.map((text) => text.trim()).filter((text) => text.startsWith('charset='));
  const isJson = /^application\/([a-z0-9.!#$&^_-]+\+)?json$/.test(type.trim());
  if (isJson && charsets.every((charset) => /^charset=("utf-?8"|utf-?8)$/.test(charset))) return;
  throw gridError('UNSUPPORTED_MEDIA_TYPE', {
    at: 'header Content-Type',
    got: contentType || undefined,
    allowed: 'application/json, in UTF-8',
    remedy: 'Send the header Content-Type: application/json, or no body',
  });
}

/** Nothing is unpacked: a small body could unpack to a very large one. */
function checkEncoding(encoding: string): void {
  if (encoding === '' || encoding.toLowerCase() === 'identity') return;
  throw gridError('UNSUPPORTED_MEDIA_TYPE', {
    at: 'header Content-Encoding',
    got: encoding,
    allowed: 'a body as it is, not compressed',
  });
}

function parseJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body) && typeof body !== 'string') return body;
  try {
    return JSON.parse(
      typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body),
    );
  } catch {
    throw gridError('INVALID_BODY', { at: 'body', got: body.toString(), allowed: 'JSON in UTF-8' });
  }
}
