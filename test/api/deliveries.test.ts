import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { httpListener } from '../../lib/api';
import { Deliveries } from '../../lib/api/deliveries';
import { testApi } from './client';
import { optimizedSnapshot } from './sample';

/** More than the system takes for a connection on loopback. */
const LENGTH = 32 * 1024 * 1024;

describe('answers that clients do not take', () => {
  let server: Server;

  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  it('are kept up to a number of bytes; who has waited longest is cut off, and who reads is not', async () => {
    const deliveries = new Deliveries(2.5 * LENGTH);
    let body = Buffer.alloc(LENGTH);
    const answers: ServerResponse[] = [];
    server = createServer((_, response) => {
      answers.push(response);
      deliveries.send(response, body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const oldest = [await frozen(port), await frozen(port)];
    assert.equal(deliveries.size, 1, 'both wait for the same body');
    body = Buffer.alloc(LENGTH);
    const second = await frozen(port);
    assert.equal(deliveries.size, 2);
    const cutOff = Promise.all(answers.slice(0, 2).map((answer) => once(answer, 'close')));
    body = Buffer.alloc(LENGTH);
    const third = await frozen(port);
    await cutOff;
    assert.equal(deliveries.size, 2);
    const finished = once(answers[2]!, 'finish');
    second.resume();
    await finished;
    assert.equal(deliveries.size, 1);
    const closed = once(answers[3]!, 'close');
    third.destroy();
    await closed;
    assert.equal(deliveries.size, 0);
    for (const socket of [...oldest, second]) socket.destroy();
  });

  it('are those of the API', async () => {
    const { api } = await testApi();
    const deliveries = new Deliveries();
    const snapshot = optimizedSnapshot();
    snapshot.nodes[0]!.name = 'x'.repeat(LENGTH);
    api.store.accept(snapshot);
    server = createServer(httpListener(api, deliveries)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const socket = await frozen(port, '/grid/state');
    assert.equal(deliveries.size, 1);
    const closed = once(socket, 'close');
    socket.destroy();
    await closed;
    api.close();
  });
});

/** A connection that has asked, and reads nothing once the answer begins. */
async function frozen(port: number, target = '/'): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
  await once(socket, 'readable');
  return socket;
}
