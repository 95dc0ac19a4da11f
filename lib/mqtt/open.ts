import { gridError } from '../errors';
import type { Credentials, GridBroker } from './broker';
import { EmbeddedBroker } from './embedded/embedded-broker';
import type { EmbeddedOptions } from './embedded/settings';
import { ExternalBroker } from './external';

/** The settings of a grid-broker as they come; `openBroker` checks them. */
export interface BrokerSettings extends Credentials {
  readonly mode: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** What the embedded broker alone knows. */
  readonly embedded?: EmbeddedOptions;
}

const PROTOCOLS = ['mqtt:', 'mqtts:', 'ws:', 'wss:'];

/** Opens the broker, or begins to: `state()` tells how it fares. INVALID_SETTING where the settings cannot work. */
export function openBroker(settings: BrokerSettings): GridBroker {
  const { mode, host, port, url, username, password, embedded } = settings;
  if (mode === 'external') return new ExternalBroker({ url: checkedUrl(url), username, password });
  if (mode !== 'embedded') throw invalid('mode', mode, 'embedded, external');
  return new EmbeddedBroker({ ...embedded, host, port, username, password });
}

function checkedUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed !== null && PROTOCOLS.includes(parsed.protocol) && parsed.hostname !== '') return url;
  throw invalid(
    'url',
    url.replace(/^.*@/s, ''), // Whatever may be a password.
    'an address such as mqtt://broker.example:1883 (mqtt, mqtts, ws or wss)',
  );
}

function invalid(setting: string, got: unknown, allowed: string): Error {
  return gridError('INVALID_SETTING', { at: `grid-broker.${setting}`, got, allowed });
}
