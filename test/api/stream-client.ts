import { EventEmitter, once } from 'node:events';
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GridApi, httpListener } from '../../lib/api';

export interface Event {
  id: string;
  event: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of the data, it says itself.
  data: any;
}

/** The API on a server of its own; what is given closes both, with all connections. */
export async function serve(api: GridApi): Promise<{ port: number; close(): Promise<void> }> {
  const server = createServer(httpListener(api)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const close = async () => {
    api.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, close };
}

/** A reader of the live stream, as the HTML standard has it. */
export class Reader extends EventEmitter {
  readonly events: Event[] = [];
  comments = 0;
  retry = '';
  ended = false;
  private constructor(
    readonly status: number,
    readonly headers: Record<string, unknown>,
    readonly leave: () => void,
  ) {
    super();
    this.setMaxListeners(0);
  }

  static async open(port: number, path: string, headers: Record<string, string> = {}): Promise<Reader> {
    const request = get({ port, host: '127.0.0.1', path, headers, agent: false });
    request.on('error', () => {});
    const [response] = await once(request, 'response');
    const reader = new Reader(response.statusCode, response.headers, () => request.destroy());
    let text = '';
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
      const blocks = text.split('\n\n');
      text = blocks.pop()!;
      for (const block of blocks) reader.take(block);
    });
    response.on('close', () => {
      reader.ended = true;
      reader.emit('news');
    });
    response.on('error', () => {});
    return reader;
  }

  /** Waits until there are so many events. */
  async count(events: number): Promise<Event[]> {
    await this.until(() => this.events.length >= events);
    return this.events;
  }

  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await once(this, 'news');
  }

  private take(block: string): void {
    if (block === ':') this.comments += 1;
    const fields = Object.fromEntries(
      block.split('\n').map((line) => {
        const at = line.indexOf(': ');
        return [line.slice(0, at), line.slice(at + 2)];
      }),
    );
    if (fields.retry !== undefined) this.retry = fields.retry;
    if (fields.data !== undefined) {
      this.events.push({ id: fields.id ?? '', event: fields.event!, data: JSON.parse(fields.data) });
    }
    this.emit('news');
  }
}
