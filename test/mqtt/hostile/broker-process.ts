// A broker in a process of its own, whose memory can be asked for: node --expose-gc broker-process.js. Says its address.
import { openBroker } from '../../../lib/mqtt';
import { hashPassword } from '../../../lib/mqtt/embedded/password';
import { ready, settings } from '../clients';

async function main(): Promise<void> {
  const hash = await hashPassword('secret', { ln: 12, r: 8, p: 1 });
  const users = [
    { name: 'healthy', hash, publish: ['#'], subscribe: ['#'] },
    { name: 'evil', hash, publish: ['evil/#'], subscribe: ['evil/#', 'shared/#'] },
  ];
  const broker = await ready(openBroker(settings({ embedded: { users, ws_port: 0 } })));
  process.on('message', (asked) => {
    if (asked === 'close') void broker.close().then(() => process.disconnect());
    if (asked !== 'memory') return;
    (globalThis as { gc?: () => void }).gc?.();
    process.send?.({ ...process.memoryUsage(), state: broker.state() });
  });
  process.send?.(broker.state());
}

void main();
