import { gridError } from '../errors';
import type { Credentials, GridBroker } from './broker';
import { EmbeddedBroker } from './embedded/embedded-broker';
import type { EmbeddedOptions } from './embedded/settings';
import { ExternalBroker } from './external/broker';
import { type ExternalOptions, parseExternal } from './external/settings';

/** The settings of a grid-broker as they come; `openBroker` checks them. */
export interface BrokerSettings extends Credentials {
  readonly mode: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
  /** What the embedded broker alone knows. */
  readonly embedded?: EmbeddedOptions;
  /** What an external broker alone knows. */
  readonly external?: ExternalOptions;
}

/** Opens the broker, or begins to: `state()` tells how it fares. INVALID_SETTING where the settings cannot work. */
export function openBroker(settings: BrokerSettings): GridBroker {
  const { mode, host, port, url, username, password, embedded, external } = settings;
  if (mode === 'external') return new ExternalBroker(parseExternal({ ...external, url, username, password }));
  if (mode !== 'embedded') throw invalid('mode', mode, 'embedded, external');
  return new EmbeddedBroker({ ...embedded, host, port, username, password });
}

function invalid(setting: string, got: unknown, allowed: string): Error {
  return gridError('INVALID_SETTING', { at: `grid-broker.${setting}`, got, allowed });
}
