/** How the grid is told: the broker, the topics, the documents on them. */
export type { BrokerState, GridBroker, GridConnection, PublishOptions, Received } from './broker';
export { hashPassword } from './embedded/password';
export type { EmbeddedOptions, ServerCertificate } from './embedded/settings';
export type { ExternalOptions, StoreSettings, TlsSettings } from './external/settings';
export { type BrokerSettings, openBroker } from './open';
export type * from './payloads';
export { GridPublisher, type PublisherEvents, type PublishOutcome } from './publisher';
export type { PublisherSettings, RaisedAlarms, TakenCommand } from './session';
export { DEFAULT_ROOT, decodeLevel, encodeLevel, GridTopics, parseRoot } from './topics';
export { flagsOf, TOPIC_TABLE, type TopicKind, type TopicName } from './topic-table';
