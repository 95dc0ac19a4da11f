export { EVENT_KINDS } from './event';
export { StreamHub } from './hub';
export { openStream } from './open';
