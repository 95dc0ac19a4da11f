import type { Node, NodeAPI, NodeDef } from 'node-red';
import { type BrokerSettings, type BrokerState, type GridBroker, openBroker } from '../../lib/mqtt';
import { externalOptions, type GridBrokerExternalDef } from './external-options';

interface GridBrokerDef extends NodeDef, GridBrokerExternalDef {
  mode: string;
  host: string;
  port: number | string;
  url: string;
}

interface GridBrokerCredentials {
  username: string;
  password: string;
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
    const settings = settingsOf(def, this.credentials ?? {});
    try {
      const external = def.mode === 'external' ? externalOptions(RED, this.id, def) : undefined;
      const broker = openBroker({ ...settings, ...(external === undefined ? {} : { external }) });
      this.broker = broker;
      this.state = () => broker.state();
      report(this, broker);
      this.on('close', (removed: boolean, done: () => void) => void broker.close(removed).finally(done));
    } catch (error) {
      const { message } = error as Error;
      this.state = () => unusable(settings, message);
      this.error(message);
    }
  }

  RED.nodes.registerType<Building, GridBrokerDef, object, GridBrokerCredentials>(
    'grid-broker',
    GridBrokerNode,
    {
      credentials: { username: { type: 'text' }, password: { type: 'password' } },
    },
  );
};

function settingsOf(
  def: GridBrokerDef,
  { username, password }: Partial<GridBrokerCredentials>,
): BrokerSettings {
  const { mode = 'embedded', host = '127.0.0.1', port = 1883, url = '' } = def;
  return { mode, host, port: port === '' ? Number.NaN : Number(port), url, username, password };
}

/** Without an address: one that is not usable may hold credentials anywhere. */
function unusable({ mode }: BrokerSettings, error: string): BrokerState {
  return {
    mode: mode === 'external' ? 'external' : 'embedded',
    connected: false,
    address: '',
    dropped: 0,
    error,
  };
}

/** Says once that the broker is away, and once that it is there. */
function report(node: Node, broker: GridBroker): void {
  let told: string | undefined;
  broker.onChange(() => {
    const { connected, address, error } = broker.state();
    const now = connected ? '' : error;
    if (now === undefined || now === told) return;
    told = now;
    if (connected) node.log(`MQTT broker at ${address}`);
    else node.error(error);
  });
}
