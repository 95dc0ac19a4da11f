import { gridError } from '../errors';

/**
 * One level of a topic, made of any string: what MQTT 3.1.1 forbids or reserves in topic names (sections 1.5.3
 * and 4.7) stands percent-encoded in UTF-8. `decodeLevel` undoes it.
 */
export function encodeLevel(id: string): string {
  return id.replace(RESERVED, (character) => {
    const code = character.codePointAt(0) as number;
    // A lone surrogate has no UTF-8 form; %uXXXX keeps it apart, as a real percent sign is always %25.
    if (code >= 0xd800 && code <= 0xdfff) return `%u${code.toString(16).toUpperCase()}`;
    return [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('');
  });
}

/** The string that `encodeLevel` made a topic level of. */
export function decodeLevel(level: string): string {
  return level.replace(/%u([0-9A-F]{4})|(?:%[0-9A-F]{2})+/g, (encoded, surrogate?: string) =>
    surrogate === undefined
      ? Buffer.from(encoded.replaceAll('%', ''), 'hex').toString()
      : String.fromCharCode(Number.parseInt(surrogate, 16)),
  );
}

/** Wildcards, the separator, the escape itself, a leading $, control characters and lone surrogates. */
const RESERVED = /[+#/%\p{Cc}\p{Cs}]|^\$/gu;

/** Where everything about one grid stands. */
export class GridTopics {
  readonly base: string;
  readonly snapshot: string;
  readonly metrics: string;
  readonly risk: string;
  readonly paths: string;
  readonly operator: string;
  readonly status: string;
  readonly command: string;
  readonly commandResult: string;
  /** The topic filter of all alarms. */
  readonly alarms: string;

  constructor(root: string, gridId: string) {
    this.base = `${root}/${encodeLevel(gridId)}`;
    this.snapshot = `${this.base}/snapshot`;
    this.metrics = `${this.base}/metrics`;
    this.risk = `${this.base}/risk`;
    this.paths = `${this.base}/paths`;
    this.operator = `${this.base}/operator`;
    this.status = `${this.base}/status`;
    this.command = `${this.base}/command`;
    this.commandResult = `${this.base}/command/result`;
    this.alarms = `${this.base}/alarms/+`;
  }

  node(id: string): string {
    return `${this.base}/node/${encodeLevel(id)}`;
  }

  edge(id: string): string {
    return `${this.base}/edge/${encodeLevel(id)}`;
  }

  alarm(edgeId: string): string {
    return `${this.base}/alarms/${encodeLevel(edgeId)}`;
  }

  /** The edge that an alarm's topic speaks of. */
  alarmEdge(topic: string): string {
    return decodeLevel(topic.slice(topic.lastIndexOf('/') + 1));
  }
}

export const DEFAULT_ROOT = 'gridloom';

/** The longest root: with a grid's and an element's id a topic stays far below MQTT's 65,535 bytes. */
const MAX_ROOT_LENGTH = 256;

/** The first levels of all topics, checked; INVALID_SETTING where MQTT would not allow them. */
export function parseRoot(root: string): string {
  const levels = root.split('/');
  const usable =
    levels.every((level, index) => level !== '' && encodeLevel(level) === level && index < MAX_ROOT_LEVELS) &&
    root.length <= MAX_ROOT_LENGTH;
  if (usable) return root;
  throw gridError('INVALID_SETTING', {
    at: 'root',
    got: root,
    allowed: `1 to ${MAX_ROOT_LEVELS} levels such as ${DEFAULT_ROOT} or site/${DEFAULT_ROOT}, without + # % and a leading $`,
  });
}

const MAX_ROOT_LEVELS = 16;

/** Whether a topic filter with `+` levels takes a topic; `#` is not used here. */
export function topicMatches(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  return wanted.length === levels.length && wanted.every((level, i) => level === '+' || level === levels[i]);
}
