/** An MQTT subscriber in a process of its own, so that its work does not count as the publisher's. */
import { connectAsync } from 'mqtt';

process.on('message', async (address: string) => {
  const client = await connectAsync(address);
  await client.subscribeAsync('bench/#');
  process.send?.('subscribed');
});
