import { codingFor, compressed } from './compress';
import { isCurrent } from './conditional';
import { type ApiRequest, type ApiResponse, headerOf } from './message';
import type { Answer } from './answer';

const EMPTY = Buffer.alloc(0);

/**
 * An answer as this client takes it: nothing where its copy is the newest (304), else in the coding that it wants.
 * Each coding has a tag of its own, as each is another sequence of bytes (RFC 9110 §8.8.3). Answers without a tag are of
 * the moment: they go as they are.
 */
export async function represent(answer: Answer, request: ApiRequest): Promise<ApiResponse> {
  const { body, etag, mediaType = 'application/json', headers: further = {}, follow, status = 200 } = answer;
  const type = { 'content-type': mediaType };
  if (etag === undefined) {
    return { status, headers: { 'cache-control': 'no-store', ...further, ...type }, body, follow };
  }
  const coding = codingFor(headerOf(request, 'accept-encoding'), body.length);
  const tag = coding === undefined ? etag : etag.replace(/"$/, `-${coding}"`);
  const vary = [further.vary, 'Accept-Encoding'].filter(Boolean).join(', ');
  const headers: Record<string, string> = { 'cache-control': 'no-cache', ...further, etag: tag, vary };
  if (isCurrent(headerOf(request, 'if-none-match'), tag)) return { status: 304, headers, body: EMPTY };
  Object.assign(headers, type);
  if (coding === undefined) return { status: 200, headers, body };
  headers['content-encoding'] = coding;
  return { status: 200, headers, body: await compressed(body, coding) };
}
