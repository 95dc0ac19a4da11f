import { type ApiRequest, headerOf } from '../message';
import { Query, refusal } from '../query';
import type { Answer } from '../route';
import { EVENT_KINDS, type EventKind } from './event';
import type { StreamHub } from './hub';

const HEADERS = {
  // Nobody on the way may keep, compress or collect what is to arrive at once.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** The answer that goes on: server-sent events, from where the client's copy ends. */
export function openStream(hub: StreamHub, request: ApiRequest): Answer {
  const kinds = kindsOf(new Query(request));
  const reader = { kinds, lastEventId: headerOf(request, 'last-event-id'), address: request.address ?? '' };
  const follow = request.method === 'HEAD' ? () => {} : hub.open({ ...reader, signal: request.signal });
  return { body: Buffer.alloc(0), mediaType: 'text/event-stream', headers: HEADERS, follow };
}

/** All where the query does not choose. */
function kindsOf(query: Query): ReadonlySet<EventKind> {
  const names = query.all('events').flatMap((value) => value.split(','));
  const unknown = names.find((name) => !EVENT_KINDS.includes(name as EventKind));
  if (unknown !== undefined) throw refusal('events', unknown, EVENT_KINDS.join(', '));
  return new Set(names.length === 0 ? EVENT_KINDS : (names as EventKind[]));
}
