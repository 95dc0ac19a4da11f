import type { Aedes, AedesOptions, Client } from 'aedes' with { 'resolution-mode': 'import' };
import { MAX_CLIENT_ID_BYTES } from '../limits';
import { Access } from './access';
import type { GuardedSocket } from './guarded-socket';
import type { Refusal, Statistics } from './statistics';
import type { Store } from './store';
import { topicFits } from './topic-limits';
import type { Users } from './users';

/** CONNACK return codes (MQTT 3.1.1, section 3.2.2.3). */
const CODES: Partial<Record<Refusal, number>> = {
  client_id: 2,
  logins: 3,
  sessions: 3,
  credentials: 4,
  anonymous: 5,
  locked: 5,
  publish: 5,
};

interface Greeting {
  readonly clean: boolean;
  readonly will?: string;
  readonly refusal?: Refusal;
}

/** Clients that were let in, and what they may do. */
export type Admitted = WeakMap<Client, Access>;

/** What happens between a client's CONNECT and the answer. */
export function connecting(
  users: Users,
  store: Store,
  statistics: Statistics,
  admitted: Admitted,
): Pick<AedesOptions, 'preConnect' | 'authenticate'> {
  const greetings = new WeakMap<Client, Greeting>();
  return {
    preConnect: (client, packet, done) => {
      // aedes answers those itself, with return code 1.
      if (packet.protocolVersion !== 3 && packet.protocolVersion !== 4) statistics.refuse('protocol_version');
      const { clientId, clean, will } = packet;
      greetings.set(client, {
        clean: clean !== false,
        ...(will === undefined ? {} : { will: will.topic }),
        ...refusalOf(clientId, clean !== false, will?.topic),
      });
      done(null, true);
    },
    authenticate: (client, name, password, done) => {
      const refuse = (why: Refusal) => {
        statistics.refuse(why);
        done(Object.assign(new Error(why), { returnCode: CODES[why] ?? 5 }), false);
      };
      const { clean, will, refusal } = greetings.get(client) as Greeting;
      if (refusal !== undefined) return refuse(refusal);
      const { peer } = client.conn as GuardedSocket;
      users.identify(name, password, peer).then(
        (identity) => {
          if (!identity.ok) return refuse(identity.why);
          const access = new Access(identity.rules, identity.user, client.id);
          if (will !== undefined && !access.mayPublish(will)) return refuse('publish');
          if (belongsToOther(client, access, admitted)) return refuse('client_id');
          if (!clean && !store.sessions.open(client.id, access)) return refuse('sessions');
          admitted.set(client, access);
          done(null, true);
        },
        () => refuse('logins'),
      );
    },
  };
}

function refusalOf(clientId: string, clean: boolean, will: string | undefined): { refusal?: Refusal } {
  // Section 3.1.3.1: an empty client id asks for a clean session.
  if (clientId === '' && !clean) return { refusal: 'client_id' };
  if (Buffer.byteLength(clientId) > MAX_CLIENT_ID_BYTES) return { refusal: 'client_id' };
  if (will !== undefined && (/[+#]/.test(will) || !topicFits(will))) return { refusal: 'publish' };
  return {};
}

/** Section 3.1.4 lets a client take over the connection of its own id; not that of another user's. */
function belongsToOther(client: Client, { user }: Access, admitted: Admitted): boolean {
  const { broker } = client as Client & { broker: Aedes & { clients: Record<string, Client> } };
  const present = broker.clients[client.id];
  return present !== undefined && !present.closed && admitted.get(present)?.user !== user;
}
