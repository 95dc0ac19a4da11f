import { type OptimizeCommand, parseOptimizeCommand } from '../contract';
import { GridError, gridError } from '../errors';
import { type ApiRequest, headerOf } from './message';

const ALLOWED = 'nothing, or a JSON object with an optional risk_weight (a number from 0 to 1000000)';

/**
 * The body of POST grid/optimize as a command. No body means the optimiser's own settings.
 * INVALID_BODY, UNSUPPORTED_MEDIA_TYPE, or what reading the body throws (BODY_TOO_LARGE).
 */
export async function readOptimizeRequest(request: ApiRequest): Promise<OptimizeCommand> {
  const body = await request.body?.();
  if (isEmpty(body)) return { command: 'optimize' };
  checkMediaType(headerOf(request, 'content-type'));
  return toCommand(parseJson(body));
}

function isEmpty(body: unknown): boolean {
  return body === undefined || ((Buffer.isBuffer(body) || typeof body === 'string') && body.length === 0);
}

/** `application/json` or a type built on it, in UTF-8, which RFC 8259 §8.1 demands. */
function checkMediaType(contentType: string): void {
  const [type = '', ...parameters] = contentType.toLowerCase().split(';');
  const charset = parameters.map((text) => text.trim()).find((text) => text.startsWith('charset='));
  const isJson = /^application\/([a-z0-9.!#$&^_-]+\+)?json$/.test(type.trim());
  if (isJson && (charset === undefined || /^charset="?utf-?8"?$/.test(charset))) return;
  throw gridError('UNSUPPORTED_MEDIA_TYPE', {
    at: 'header Content-Type',
    got: contentType || undefined,
    allowed: 'application/json, in UTF-8',
    remedy: 'Send the header Content-Type: application/json, or no body',
  });
}

function parseJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body) && typeof body !== 'string') return body;
  try {
    return JSON.parse(
      typeof body === 'string' ? body : new TextDecoder('utf-8', { fatal: true }).decode(body),
    );
  } catch {
    throw gridError('INVALID_BODY', { at: 'body', got: body.toString(), allowed: ALLOWED });
  }
}

function toCommand(value: unknown): OptimizeCommand {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw gridError('INVALID_BODY', { at: 'body', got: value, allowed: ALLOWED });
  }
  for (const [name, got] of Object.entries(value)) {
    if (name !== 'risk_weight') {
      throw gridError('INVALID_BODY', { at: `body.${name.slice(0, 40)}`, got, allowed: ALLOWED });
    }
  }
  try {
    return parseOptimizeCommand({ command: 'optimize', ...value });
  } catch (thrown) {
    if (!(thrown instanceof GridError)) throw thrown;
    const { fault } = thrown;
    throw gridError('INVALID_BODY', { ...fault, at: fault.at.replace(/^command/, 'body') });
  }
}
