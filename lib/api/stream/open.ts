import { ratedAddress } from '../../access';
import type { Answer } from '../answer';
import { type CheckedRequest, headerOf } from '../message';
import { EVENT_KINDS } from './event';
import type { StreamHub } from './hub';

const HEADERS = {
  // Nobody on the way may keep, compress or collect what is to arrive at once.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** The answer that goes on: server-sent events, from where the client's copy ends. */
export function openStream(hub: StreamHub, request: CheckedRequest): Answer {
  const reader = {
    kinds: new Set(request.values.events ?? EVENT_KINDS),
    lastEventId: headerOf(request, 'last-event-id'),
    address: ratedAddress(request.address),
    stillAdmitted: request.stillAdmitted,
  };
  const follow = request.method === 'HEAD' ? () => {} : hub.open({ ...reader, signal: request.signal });
  return { body: Buffer.alloc(0), mediaType: 'text/event-stream', headers: HEADERS, follow };
}
