import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls';
import { CONNECT_TIMEOUT_MS, MAX_CONTROL_PACKET_BYTES, MAX_PACKET_BYTES } from '../limits';
import type { Peer } from './guarded-socket';
import { mayConnect } from './origins';
import type { EmbeddedSettings } from './settings';

/** A client at the door: its stream of MQTT packets, and the socket below. */
export interface Arrival {
  readonly stream: Duplex;
  readonly socket: Socket;
  readonly peer: Peer;
}

type Welcome = (arrival: Arrival) => void;

/** The server of plain MQTT, or of MQTT over TLS. */
export function mqttServer(settings: EmbeddedSettings, welcome: Welcome): Server {
  const receive = (socket: Socket) => welcome({ stream: socket, socket, peer: peerOf(socket) });
  if (settings.tls === undefined) return createServer({ noDelay: true }, receive);
  return createTlsServer({ noDelay: true, ...tlsOptions(settings) }, receive);
}

/** The server of MQTT over WebSocket. Throws where the optional package `ws` is not installed. */
export async function webSocketServer(settings: EmbeddedSettings, welcome: Welcome): Promise<Server> {
  const { WebSocketServer, createWebSocketStream } = await import('ws');
  const options = { headersTimeout: CONNECT_TIMEOUT_MS, requestTimeout: CONNECT_TIMEOUT_MS, noDelay: true };
  const server =
    settings.tls === undefined
      ? createHttpServer(options, onlyUpgrade)
      : createHttpsServer({ ...options, ...tlsOptions(settings) }, onlyUpgrade);
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // A packet may come in pieces, but none is longer.
    maxPayload: MAX_PACKET_BYTES + MAX_CONTROL_PACKET_BYTES,
    handleProtocols: (offered) => protocolOf([...offered]) ?? false,
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy());
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
    if (protocolOf(offered) === undefined) return turnAway(socket, '400 Bad Request');
    if (!mayConnect(request.headers, settings.ws_origins ?? [])) return turnAway(socket, '403 Forbidden');
    sockets.handleUpgrade(request, socket, head, (webSocket) =>
      welcome({ stream: createWebSocketStream(webSocket), socket, peer: peerOf(socket) }),
    );
  });
  return server;
}

/** `mqttv3.1` is what clients of MQTT 3.1 ask for. */
function protocolOf(offered: readonly string[]): string | undefined {
  return ['mqtt', 'mqttv3.1'].find((name) => offered.includes(name));
}

function tlsOptions({ tls, client_certificates = 'none' }: EmbeddedSettings): TlsOptions {
  return {
    ...tls,
    minVersion: 'TLSv1.2',
    handshakeTimeout: CONNECT_TIMEOUT_MS,
    requestCert: client_certificates !== 'none',
    rejectUnauthorized: client_certificates === 'require',
  };
}

/** A certificate counts only where it was checked. */
function peerOf(socket: Socket): Peer {
  const address = socket.remoteAddress ?? '';
  const { authorized, getPeerCertificate } = socket as Partial<TLSSocket>;
  if (authorized !== true || getPeerCertificate === undefined) return { address };
  const name = getPeerCertificate.call(socket).subject?.CN;
  return { address, ...(typeof name === 'string' && name !== '' ? { certificateName: name } : {}) };
}

const onlyUpgrade: RequestListener = (_request, response) => {
  response.writeHead(426, { Connection: 'close', Upgrade: 'websocket', 'Content-Type': 'text/plain' });
  response.end('MQTT over WebSocket, subprotocol mqtt\n');
};

function turnAway(socket: Socket, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
