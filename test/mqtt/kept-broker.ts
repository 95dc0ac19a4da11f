// A broker in a process of its own, for being killed: node kept-broker.js FOLDER. Says its address.
import { openBroker } from '../../lib/mqtt';
import { ready, settings } from './clients';

void ready(openBroker(settings({ embedded: { folder: process.argv[2] } }))).then((broker) => {
  process.stdout.write(`${broker.state().address}\n`);
});
