/** One kind of topic: what stands on it, and how it is published. The docs and the publisher read the same table. */
export interface TopicKind {
  /** Below `<root>/<grid id>/`; what stands in angle brackets is one level, encoded. */
  readonly path: string;
  /** `out` is published, `in` is listened to. */
  readonly direction: 'out' | 'in';
  /** A definition of the generated schema, or plain text. */
  readonly payload: string;
  readonly qos: 0 | 1;
  readonly retain: boolean;
  /**
   * Of publications during an outage of an external broker that stores: `each` is delivered later, in order, at QoS 1;
   * of `newest` only the newest state is. What is `live` is for those who listen now.
   */
  readonly outage: 'each' | 'newest' | 'live';
  /** MQTT 5: how long the broker keeps it for a client that is away. */
  readonly expiry_s?: number;
  readonly when: string;
}

export const TOPIC_TABLE = {
  snapshot: {
    path: 'snapshot',
    direction: 'out',
    payload: 'StateDocument',
    qos: 0,
    retain: true,
    outage: 'each',
    when: 'every snapshot: the whole state, with risk, without `optimization`',
  },
  metrics: {
    path: 'metrics',
    direction: 'out',
    payload: 'MetricsDocument',
    qos: 0,
    retain: true,
    outage: 'each',
    when: 'every snapshot: its sums and extremes',
  },
  risk: {
    path: 'risk',
    direction: 'out',
    payload: 'RiskDocument',
    qos: 0,
    retain: true,
    outage: 'newest',
    when: 'every snapshot that risk-predict has assessed: edges by failure probability, highest first',
  },
  paths: {
    path: 'paths',
    direction: 'out',
    payload: 'PathsDocument',
    qos: 0,
    retain: true,
    outage: 'newest',
    when: 'every snapshot that path-optimize has worked on: what it found',
  },
  node: {
    path: 'node/<node id>',
    direction: 'out',
    payload: 'NodeDocument',
    qos: 0,
    retain: true,
    outage: 'newest',
    when: 'every snapshot, where element topics are on; cleared when the node leaves the grid',
  },
  edge: {
    path: 'edge/<edge id>',
    direction: 'out',
    payload: 'EdgeDocument',
    qos: 0,
    retain: true,
    outage: 'newest',
    when: 'every snapshot, where element topics are on; cleared when the edge leaves the grid',
  },
  alarm: {
    path: 'alarms/<edge id>',
    direction: 'out',
    payload: 'AlarmDocument',
    qos: 1,
    retain: true,
    outage: 'each',
    when: 'the alarm of the edge is raised or cleared',
  },
  operator: {
    path: 'operator',
    direction: 'out',
    payload: 'OperatorMessage',
    qos: 1,
    retain: false,
    outage: 'each',
    when: 'path-optimize tells the operator something, and its third output is wired to grid-publish',
  },
  status: {
    path: 'status',
    direction: 'out',
    payload: 'StatusText',
    qos: 1,
    retain: true,
    outage: 'live',
    when: 'the publisher comes (`online`), or is gone (`offline`, also as its last will)',
  },
  command: {
    path: 'command',
    direction: 'in',
    payload: 'Command',
    qos: 1,
    retain: false,
    outage: 'live',
    when: 'you want something done; with the retain flag it is refused',
  },
  commandResult: {
    path: 'command/result',
    direction: 'out',
    payload: 'CommandResult',
    qos: 1,
    retain: false,
    outage: 'each',
    expiry_s: 300,
    when: 'a command was read',
  },
} as const satisfies Record<string, TopicKind>;

export type TopicName = keyof typeof TOPIC_TABLE;

/** How the topic is published. */
export function flagsOf(name: TopicName): {
  retain: boolean;
  qos: 0 | 1;
  keep: boolean;
  expiry_s?: number;
} {
  const { retain, qos, outage, expiry_s }: TopicKind = TOPIC_TABLE[name];
  return { retain, qos, keep: outage === 'each', ...(expiry_s === undefined ? {} : { expiry_s }) };
}
