import { Access, type Rules } from './access';
import type { Change } from './changes';
import type { Queued } from './session';
import type { Store } from './store';

/** Applies what was recorded to a store, in order; each record may come more than once. */
export function apply(
  change: Change,
  store: Store,
  rulesOf: (user: string) => Rules | undefined,
  now: number,
): void {
  const { sessions, retained } = store;
  switch (change.is) {
    case 'retained':
      if (retained.admits(change.topic, change.payload)) {
        retained.set(change.topic, change.payload, change.qos, true);
      }
      break;
    case 'cleared':
      retained.set(change.topic, Buffer.alloc(0), 0, true);
      break;
    case 'session': {
      const rules = rulesOf(change.user);
      // Whose user may not come in any more, is not anybody's.
      if (rules === undefined) sessions.end(change.id);
      else if (sessions.open(change.id, new Access(rules, change.user, change.id))) {
        sessions.leave(change.id, now);
      }
      break;
    }
    case 'left':
      sessions.leave(change.id, change.at);
      break;
    case 'ended':
      sessions.end(change.id);
      break;
    case 'subscribed':
      sessions.subscribe(change.id, { topic: change.filter, qos: change.qos });
      break;
    case 'unsubscribed':
      sessions.unsubscribe(change.id, change.filter);
      break;
    case 'queued': {
      const session = sessions.get(change.id);
      if (session !== undefined) sessions.enqueue(session, queuedOf(change));
      break;
    }
    case 'sent':
      sessions.sent(change.id, change.key, change.messageId);
      break;
    case 'released':
      sessions.releaseKey(change.id, change.key);
      break;
    case 'acknowledged':
      sessions.remove(change.id, change.key);
      break;
  }
}

function queuedOf({
  key,
  topic,
  payload,
  qos,
  retain,
  messageId,
  released,
}: Change & { is: 'queued' }): Queued {
  return {
    ...{ key, topic, payload, qos, retain },
    cmd: released === true ? 'pubrel' : 'publish',
    ...(messageId === undefined ? {} : { messageId }),
  };
}
