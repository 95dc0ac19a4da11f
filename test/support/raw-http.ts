import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** What came back on a connection, as far as it is one answer. */
export interface RawAnswer {
  /** 0 where there is none. */
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  body: string;
  /** All of it. */
  text: string;
}

/** A connection to the server at that address. */
export async function connected(base: string): Promise<Socket> {
  const { hostname, port } = new URL(base);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  return socket;
}

/** Sends bytes as they are and gives what comes back until the server closes the connection, however it does that. */
export async function sendRaw(base: string, bytes: string | Buffer): Promise<RawAnswer> {
  const socket = await connected(base);
  return answerOf(socket, () => socket.write(bytes as string, 'latin1'));
}

/** What comes back on a connection until it is closed. */
export async function answerOf(socket: Socket, send: () => void = () => {}): Promise<RawAnswer> {
  let text = '';
  socket.on('data', (chunk) => {
    text += chunk.toString('utf8');
    // The live stream would go on.
    if (/\r\ncontent-type: text\/event-stream/i.test(text.slice(0, 2000))) socket.destroy();
  });
  // A server that has answered may close while the client is still writing.
  socket.on('error', () => {});
  const closed = new Promise((resolve) => socket.once('close', resolve));
  send();
  await closed;
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = (end < 0 ? text : text.slice(0, end)).split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(first)?.[1] ?? 0);
  const rest = end < 0 ? '' : text.slice(end + 4);
  // In chunks, and none of them.
  return { status, headers, body: rest === '0\r\n\r\n' ? '' : rest, text };
}
