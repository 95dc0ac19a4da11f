import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Statistics } from './statistics';

/** Where statistics stand; `#` does not take topics that begin with $. */
export const SYS_ROOT = '$SYS/broker/';

const VERSION = versionOf(path.join(__dirname, '../../../../package.json'));

/** What is so at this moment, beside what was counted. */
export interface Gauges {
  readonly uptimeS: number;
  readonly connected: number;
  /** Sessions whose clients are away. */
  readonly away: number;
  readonly retained: number;
  readonly subscriptions: number;
  readonly queued: number;
  readonly queuedBytes: number;
}

/** Topics below `SYS_ROOT`, named as mosquitto names them, and beside them what was refused, by reason. */
export function sysTopics(counted: Statistics, now: Gauges): Record<string, string> {
  const topics: Record<string, string | number> = {
    version: VERSION,
    uptime: `${now.uptimeS} seconds`,
    'clients/connected': now.connected,
    'clients/disconnected': now.away,
    'clients/total': now.connected + now.away,
    'clients/maximum': counted.clientsMaximum,
    'messages/received': counted.packetsReceived,
    'messages/sent': counted.packetsSent,
    'bytes/received': counted.bytesReceived,
    'bytes/sent': counted.bytesSent,
    'publish/messages/received': counted.publishReceived,
    'publish/messages/sent': counted.publishSent,
    'publish/messages/dropped': counted.dropped,
    'retained messages/count': now.retained,
    'subscriptions/count': now.subscriptions,
    'store/messages/count': now.queued,
    'store/messages/bytes': now.queuedBytes,
  };
  for (const [why, times] of Object.entries(counted.refused)) topics[`refused/${why}`] = times;
  return Object.fromEntries(Object.entries(topics).map(([name, value]) => [SYS_ROOT + name, String(value)]));
}

function versionOf(manifest: string): string {
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return `gridloom version ${version}`;
}
