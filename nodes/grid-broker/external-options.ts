import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { gridError } from '../../lib/errors';
import type { ExternalOptions, StoreSettings, TlsSettings } from '../../lib/mqtt';
import { numberSetting } from '../number-setting';

/** What the editor keeps of an external broker besides its address. */
export interface GridBrokerExternalDef {
  protocol_version?: string;
  /** A tls-config node. */
  tls?: string;
  store_megabytes?: number | string;
  store_hours?: number | string;
}

/** Node-RED's own configuration node for TLS, as far as it is used here. */
interface TlsConfigNode {
  addTLSOptions(options: object): TlsSettings;
}

/** The settings of an external broker. Throws INVALID_SETTING. */
export function externalOptions(RED: NodeAPI, id: string, def: GridBrokerExternalDef): ExternalOptions {
  const tls = tlsOf(RED, def.tls);
  const store = storeOf(RED, id, def);
  return {
    ...(def.protocol_version ? { protocol_version: def.protocol_version } : {}),
    ...(tls === undefined ? {} : { tls }),
    ...(store === undefined ? {} : { store }),
  };
}

function tlsOf(RED: NodeAPI, id: string | undefined): TlsSettings | undefined {
  if (!id) return undefined;
  const node = RED.nodes.getNode(id) as unknown as TlsConfigNode | null;
  if (typeof node?.addTLSOptions === 'function') return node.addTLSOptions({});
  throw gridError('INVALID_SETTING', {
    at: 'grid-broker.tls',
    got: id,
    allowed: 'a tls-config node that is deployed and enabled',
  });
}

/** Below Node-RED's own folder; undefined where nothing is to be stored. */
function storeOf(
  RED: NodeAPI,
  id: string,
  { store_megabytes, store_hours }: GridBrokerExternalDef,
): StoreSettings | undefined {
  const max_megabytes = numberSetting('grid-broker.store_megabytes', store_megabytes, {
    usual: 100,
    least: 0,
    most: 100_000,
  });
  const max_hours = numberSetting('grid-broker.store_hours', store_hours, {
    usual: 24,
    least: 0.01,
    most: 8760,
  });
  const { userDir } = RED.settings as { userDir?: string };
  if (userDir === undefined || max_megabytes === 0) return undefined;
  return { folder: path.join(userDir, 'gridloom', id, 'outbox'), max_megabytes, max_hours };
}
