import { gridError } from '../errors';
import type { Credentials, GridBroker } from './broker';
import { EmbeddedBroker } from './embedded';
import { ExternalBroker } from './external/broker';
import { type ExternalOptions, parseExternal } from './external/settings';

/** The settings of a grid-broker as they come; `openBroker` checks them. */
export interface BrokerSettings extends Credentials, ExternalOptions {
  readonly mode: string;
  readonly host: string;
  readonly port: number;
  readonly url: string;
}

/** Opens the broker, or begins to: `state()` tells how it fares. INVALID_SETTING where the settings cannot work. */
export function openBroker(settings: BrokerSettings): GridBroker {
  const { mode, host, port, username, password } = settings;
  if (mode === 'external') return new ExternalBroker(parseExternal(settings));
  if (mode !== 'embedded') throw invalid('mode', mode, 'embedded, external');
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw invalid('port', port, 'a whole number from 0 (any free port) to 65535');
  }
  if (host === '') throw invalid('host', host, 'an address of this machine, such as 127.0.0.1');
  return new EmbeddedBroker({ host, port, username, password });
}

function invalid(setting: string, got: unknown, allowed: string): Error {
  return gridError('INVALID_SETTING', { at: `grid-broker.${setting}`, got, allowed });
}
