import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import { type BrokerState, GridApi, httpListener, PendingOptimizations } from '../../lib/api';
import { parseSnapshot, type Snapshot } from '../../lib/contract';
import { GridError, gridError, toGridError } from '../../lib/errors';
import { networkOf } from '../grid-model/network-of';
import { type Keeping, removeState, stateFolder } from '../state-folder';
import { type AccessCredentials, type AccessDef, readAccessSettings } from './access-settings';
import { type Gate, openGate } from './gate';
import { type GatedNode, serveKeyDesk } from './key-desk';
import { HistoryKeeper } from './keep-history';
import { type HttpApp, mount } from './mount';
import { commandOverWires, optimizeOverWires } from './over-wires';
import { explainerOf } from '../risk-predict/explainers';
import { RouteDesk } from './route-desk';
import { type GridApiSettings, type ReadSettings, readSettings } from './settings';

type GridApiDef = NodeDef & GridApiSettings & AccessDef & Keeping & { broker?: string; model?: string };

/** What grid-api asks of a grid-broker node. */
interface BrokerNode extends Node {
  state?(): BrokerState;
}

type ApiNode = Node<AccessCredentials> & GatedNode;

interface StateMessage extends NodeMessage {
  /** Set by grid-api on a request for optimisation; comes back on the state that answers it. */
  optimize_request?: unknown;
  /** Set by a catch node. */
  error?: unknown;
}

/** Optimisations that may be waited for at the same time. */
const PENDING_LIMIT = 32;

const PACKAGE = path.join(__dirname, '../../../package.json');
const { version } = JSON.parse(readFileSync(PACKAGE, 'utf8')) as { version: string };

export = function gridApi(RED: NodeAPI): void {
  serveKeyDesk(RED);

  function GridApiNode(this: ApiNode, def: GridApiDef): void {
    RED.nodes.createNode(this, def);
    try {
      const settings = readSettings(def);
      this.gate = openGate(RED, this, readAccessSettings(def, this.credentials ?? {}));
      start(this, def, settings, this.gate);
    } catch (thrown) {
      const error = toGridError(thrown);
      this.status({ fill: 'red', shape: 'ring', text: `cannot serve: ${error.fault.at}` });
      this.error(error.message);
      this.on('input', (_message, _send, done) => done(error));
    }
  }

  function start(node: Node, def: GridApiDef, settings: ReadSettings, gate: Gate): void {
    const { audit } = gate;
    const { optimizeTimeout_s, ...apiSettings } = settings;
    const pending = new PendingOptimizations({ limit: PENDING_LIMIT, timeout_s: optimizeTimeout_s, after });
    const folder = stateFolder(RED, node.id, def);
    const keeper = new HistoryKeeper(folder);
    const routeDesk = new RouteDesk(() => networkOf(RED, def.model));
    const api = new GridApi({
      ...apiSettings,
      basePath: publicRoot(RED) + settings.basePath,
      versions: { package: version, node: process.versions.node, node_red: versionOf(RED) },
      now: () => performance.now(),
      instance: RED.util.generateId(),
      broker: () => (RED.nodes.getNode(def.broker ?? '') as BrokerNode | null)?.state?.() ?? null,
      findRoutes: (snapshot, id, count) => routeDesk.find(snapshot, id, count),
      explain: async (snapshot, edge) => (await explainerOf(snapshot)?.(edge)) ?? null,
      access: gate.access,
      audit: audit && ((limit) => audit.newest(limit)),
      onAudit: (entry) => audit?.record(entry),
      command: commandOverWires(node),
      optimize: optimizeOverWires(node, pending, () => RED.util.generateId()),
      keep: (tick, alarms) => keeper.add(tick, alarms),
      onError: (thrown) => node.error(toGridError(thrown).message),
    });
    keeper.begin(api, settings.historyLimit, (error) => node.warn(error.message));
    const unmount = mount({
      app: RED.httpNode as unknown as HttpApp,
      root: publicRoot(RED),
      basePath: settings.basePath,
      editor: passableEditor(RED),
      before: [RED.settings.httpNodeMiddleware ?? []].flat() as never[],
      handler: httpListener(api),
    });
    const remarkOf = told(node, gate);
    const address = `http ${publicRoot(RED)}${settings.basePath}`;
    node.status({ fill: 'grey', shape: 'ring', text: `${address}, no tick yet` });
    node.on('input', async (message, _send, done) => {
      await keeper.ready;
      const error = take(message, api, pending);
      if (error !== undefined) node.status(refused(address, error));
      else if (api.store.started) node.status(ready(address, api.store.tick.snapshot, remarkOf()));
      done(error);
    });
    node.on('close', (removed: boolean, done: () => void) => {
      unmount();
      api.close();
      pending.close(gridError('NOT_READY', { at: 'the API is being redeployed', remedy: 'Ask again' }));
      const closed = Promise.all([routeDesk.close(), audit?.settled(), keeper.close()]);
      void closed.then(() => (removed ? removeState(folder) : undefined)).finally(done);
    });
  }

  RED.nodes.registerType<ApiNode, GridApiDef, object, AccessCredentials>('grid-api', GridApiNode, {
    credentials: { jwt_key: { type: 'password' } },
  });
};

/** Takes a state in and answers the request that waits for it; gives what is wrong with it. */
function take(message: StateMessage, api: GridApi, pending: PendingOptimizations): GridError | undefined {
  const id = typeof message.optimize_request === 'string' ? message.optimize_request : '';
  if (message.error !== undefined && pending.fail(id, failed('the optimiser reported an error')))
    return undefined;
  try {
    const snapshot = parseSnapshot(message.payload);
    if (snapshot.optimization?.what_if) {
      // It answers who asked, and is no state of the grid.
      pending.settle(id, snapshot);
      return undefined;
    }
    try {
      api.store.accept(snapshot);
    } catch (thrown) {
      // An answer that a newer tick has overtaken still answers; it is only no longer the newest state.
      const overtaken = thrown instanceof GridError && thrown.code === 'DUPLICATE_SEQUENCE';
      if (!overtaken || !pending.settle(id, snapshot)) throw thrown;
    }
    pending.settle(id, snapshot);
    return undefined;
  } catch (thrown) {
    pending.fail(id, failed('what came back from the optimiser cannot be used'));
    return toGridError(thrown);
  }
}

function failed(at: string): GridError {
  return gridError('INTERNAL', { at, remedy: 'The log of Node-RED says more' });
}

function ready(address: string, { edges, sequence }: Snapshot, remark: string | undefined) {
  const text = `${address}, ${edges.length} edges, tick ${sequence}`;
  if (remark === undefined) return { fill: 'green', shape: 'dot', text } as const;
  return { fill: 'yellow', shape: 'dot', text: `${text}, ${remark}` } as const;
}

/** What access control has to remark; in the log, too, when it changes. */
function told(node: Node, gate: Gate): () => string | undefined {
  let last: string | undefined;
  return () => {
    const remark = gate.remark();
    if (remark !== undefined && remark !== last) node.warn(`HTTP API: ${remark}. See docs/access.md`);
    last = remark;
    return remark;
  };
}

function refused(address: string, { code, fault }: GridError) {
  return { fill: 'red', shape: 'dot', text: `${address}, refused (${code}): ${fault.at}` } as const;
}

/** The editor's application; undefined where it holds what may be meant for every request that comes to it. */
function passableEditor(RED: NodeAPI): HttpApp | undefined {
  const { httpAdminMiddleware, requireHttps } = RED.settings as {
    httpAdminMiddleware?: unknown;
    requireHttps?: unknown;
  };
  if (httpAdminMiddleware !== undefined || requireHttps === true) return undefined;
  return RED.httpAdmin as unknown as HttpApp;
}

/** Where Node-RED's server has the pages of flows: nothing for `/`. */
function publicRoot(RED: NodeAPI): string {
  const { httpNodeRoot } = RED.settings as { httpNodeRoot?: string | false };
  if (httpNodeRoot === false) {
    throw gridError('INVALID_SETTING', {
      at: 'httpNodeRoot',
      got: false,
      allowed: 'a path: the settings of Node-RED have turned its HTTP pages off',
    });
  }
  return (httpNodeRoot ?? '').replace(/\/+$/, '');
}

function after(ms: number, callback: () => void): () => void {
  const timer = setTimeout(callback, ms);
  return () => clearTimeout(timer);
}

/** Of Node-RED, which keeps it among its settings. */
function versionOf(RED: NodeAPI): string {
  return (RED.settings as { version?: string }).version ?? 'unknown';
}
