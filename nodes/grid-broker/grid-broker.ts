import type { Node, NodeAPI, NodeDef } from 'node-red';
import { type BrokerSettings, type BrokerState, type GridBroker, openBroker } from '../../lib/mqtt';
import { type EmbeddedDef, embeddedOptions } from './embedded-settings';
import { externalOptions, type GridBrokerExternalDef } from './external-options';
import { serveHashes } from './serve-hashes';

interface GridBrokerDef extends NodeDef, GridBrokerExternalDef, Omit<EmbeddedDef, 'id'> {
  mode: string;
  host: string;
  port: number | string;
  url: string;
}

interface GridBrokerCredentials {
  username: string;
  password: string;
  /** Of the embedded broker's users, by name. */
  hashes: string;
}

/** The config node as other nodes see it; without a broker where its settings cannot work. */
export interface GridBrokerNode extends Node {
  readonly broker?: GridBroker;
  state(): BrokerState;
}

interface Building extends Node<GridBrokerCredentials> {
  broker?: GridBroker;
  state?: () => BrokerState;
}

export = function gridBroker(RED: NodeAPI): void {
  function GridBrokerNode(this: Building, def: GridBrokerDef): void {
    RED.nodes.createNode(this, def);
    try {
      const broker = openBroker(settingsOf(RED, def, this.credentials ?? {}));
      this.broker = broker;
      this.state = () => broker.state();
      report(this, broker);
      this.on('close', (removed: boolean, done: () => void) => void broker.close(removed).finally(done));
    } catch (error) {
      const { message } = error as Error;
      this.state = () => unusable(def, message);
      this.error(message);
    }
  }

  serveHashes(RED);
  RED.nodes.registerType<Building, GridBrokerDef, object, GridBrokerCredentials>(
    'grid-broker',
    GridBrokerNode,
    {
      credentials: {
        username: { type: 'text' },
        password: { type: 'password' },
        hashes: { type: 'password' },
      },
    },
  );
};

function settingsOf(
  RED: NodeAPI,
  def: GridBrokerDef,
  { username, password, hashes }: Partial<GridBrokerCredentials>,
): BrokerSettings {
  const { mode = 'embedded', host = '127.0.0.1', port = 1883, url = '' } = def;
  return {
    ...{ mode, host, url, username, password },
    port: port === '' ? Number.NaN : Number(port),
    ...(mode === 'embedded' ? { embedded: embeddedOptions(RED, def, hashes) } : {}),
    ...(mode === 'external' ? { external: externalOptions(RED, def.id, def) } : {}),
  };
}

/** Without an address: one that is not usable may hold credentials anywhere. */
function unusable({ mode }: GridBrokerDef, error: string): BrokerState {
  return {
    mode: mode === 'external' ? 'external' : 'embedded',
    connected: false,
    address: '',
    dropped: 0,
    error,
  };
}

/** Says once that the broker is away, and once that it is there and what should not stay so. */
function report(node: Node, broker: GridBroker): void {
  let told: string | undefined;
  let warned: string | undefined;
  broker.onChange(() => {
    const { connected, address, ws_address, error, warning } = broker.state();
    if (warning !== undefined && warning !== warned) node.warn(warning);
    warned = warning;
    const now = error ?? (connected ? '' : undefined);
    if (now === undefined || now === told) return;
    told = now;
    if (error !== undefined) node.error(error);
    else node.log(`MQTT broker at ${address}${ws_address === undefined ? '' : ` and ${ws_address}`}`);
  });
}
