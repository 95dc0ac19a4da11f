import { MAX_TOPIC_BYTES, MAX_TOPIC_LEVELS } from '../limits';

/** Whether a client may use a topic or topic filter of this size. */
export function topicFits(topic: string): boolean {
  return (
    topic !== '' &&
    Buffer.byteLength(topic) <= MAX_TOPIC_BYTES &&
    topic.split('/', MAX_TOPIC_LEVELS + 1).length <= MAX_TOPIC_LEVELS
  );
}
