/** How the grid is told: the broker, the topics, the documents on them. */
export type { BrokerState, GridBroker, GridConnection, PublishOptions, Received } from './broker';
export type { Command, CommandResult } from './commands';
export { type BrokerSettings, openBroker } from './open';
export { GridPublisher, type PublisherEvents, type PublishOutcome } from './publisher';
export type { PublisherSettings, RaisedAlarms } from './session';
export { DEFAULT_ROOT, decodeLevel, encodeLevel, GridTopics, parseRoot } from './topics';
