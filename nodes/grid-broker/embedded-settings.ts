import path from 'node:path';
import type { NodeAPI } from 'node-red';
import { gridError } from '../../lib/errors';
import type { EmbeddedOptions, ServerCertificate } from '../../lib/mqtt';
import { removeState } from '../state-folder';

/** What the dialogue asks for an embedded broker alone. */
export interface EmbeddedDef {
  id: string;
  accounts?: { name: string; publish: string; subscribe: string }[];
  allow_anonymous?: boolean;
  tls?: string;
  client_certificates?: string;
  certificate_names?: boolean;
  ws_port?: number | string;
  ws_origins?: string;
  persistent?: boolean;
  sys_interval_s?: number | string;
}

/** A core `tls-config` node, as far as a server needs it. */
interface TlsConfigNode {
  addTLSOptions?(options: object): ServerCertificate;
}

export function embeddedOptions(RED: NodeAPI, def: EmbeddedDef, hashes: string | undefined): EmbeddedOptions {
  const { accounts = [], ws_port = '', ws_origins = '', sys_interval_s = '', client_certificates } = def;
  const byName = readHashes(hashes);
  const tls = certificateOf(RED, def.tls);
  return {
    users: accounts.map(({ name, publish, subscribe }) => ({
      name: name.trim(),
      hash: byName[name.trim()],
      publish: filtersOf(publish),
      subscribe: filtersOf(subscribe),
    })),
    allow_anonymous: def.allow_anonymous === true,
    client_certificates: (client_certificates || 'none') as EmbeddedOptions['client_certificates'],
    certificate_names: def.certificate_names === true,
    ws_origins: filtersOf(ws_origins),
    ...(tls === undefined ? {} : { tls }),
    ...(ws_port === '' ? {} : { ws_port: Number(ws_port) }),
    ...(sys_interval_s === '' ? {} : { sys_interval_s: Number(sys_interval_s) }),
    ...keptIn(RED, def),
  };
}

/** Password hashes by user name, as the credentials hold them; what cannot be read holds none. */
export function readHashes(text: string | undefined): Readonly<Record<string, string>> {
  const none = Object.create(null) as Record<string, string>;
  if (!text) return none;
  try {
    return Object.assign(none, JSON.parse(text));
  } catch {
    return none;
  }
}

function filtersOf(list: string): string[] {
  return list
    .split(',')
    .map((filter) => filter.trim())
    .filter(Boolean);
}

function certificateOf(RED: NodeAPI, id: string | undefined): ServerCertificate | undefined {
  if (!id) return undefined;
  const node = RED.nodes.getNode(id) as TlsConfigNode | null;
  if (typeof node?.addTLSOptions !== 'function') {
    throw gridError('INVALID_SETTING', {
      at: 'grid-broker.tls',
      got: id,
      allowed: 'a tls-config node that is deployed and enabled',
    });
  }
  const { cert, key, ca, pfx, passphrase } = node.addTLSOptions({});
  const given = Object.entries({ cert, key, ca, pfx, passphrase }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given);
}

/** In the node's own folder below Node-RED's; what was kept before is removed where nothing is to be kept. */
function keptIn(RED: NodeAPI, { id, persistent }: EmbeddedDef): { folder?: string } {
  const { userDir } = RED.settings as { userDir?: string };
  if (userDir === undefined) return {};
  const folder = path.resolve(userDir, 'gridloom', id, 'broker');
  if (persistent === true) return { folder };
  void removeState(folder);
  return {};
}
