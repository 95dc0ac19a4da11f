/** The topics as an AsyncAPI 3 document, out of the same table and schema as docs/mqtt-topics.md. */
export function asyncApi(table, { definitions }, version) {
  const kinds = Object.entries(table);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Gridloom over MQTT',
      version,
      description: 'The topics of grid-publish. docs/mqtt.md says more.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries(kinds.map(([name, kind]) => [name, channel(kind)])),
    operations: Object.fromEntries(kinds.map(([name, kind]) => [name, operation(name, kind)])),
    components: {
      messages: Object.fromEntries(kinds.map(([, { payload }]) => [payload, message(payload)])),
      schemas: moved(definitions),
    },
  };
}

function channel({ path, payload, when }) {
  const names = [...path.matchAll(/<([^>]+)>/g)].map(([, name]) => name);
  const parameters = {
    root: { default: 'gridloom', description: 'The root topic that grid-publish is set to.' },
    grid_id: { description: 'The id of the grid, encoded as one level.' },
    ...Object.fromEntries(
      names.map((name) => [key(name), { description: `The ${name}, encoded as one level.` }]),
    ),
  };
  return {
    address: `{root}/{grid_id}/${path.replaceAll(/<([^>]+)>/g, (_, name) => `{${key(name)}}`)}`,
    description: `Published when: ${when}.`,
    parameters,
    messages: { [payload]: { $ref: `#/components/messages/${payload}` } },
  };
}

/** Seen from the application, as AsyncAPI 3 does: what it publishes it sends. */
function operation(name, { direction, payload, qos, retain, expiry_s }) {
  return {
    action: direction === 'out' ? 'send' : 'receive',
    channel: { $ref: `#/channels/${name}` },
    messages: [{ $ref: `#/channels/${name}/messages/${payload}` }],
    bindings: {
      mqtt: {
        qos,
        retain,
        ...(expiry_s === undefined ? {} : { messageExpiryInterval: expiry_s }),
        bindingVersion: '0.2.0',
      },
    },
  };
}

function message(payload) {
  const text = payload === 'StatusText';
  return {
    ...(text ? { contentType: 'text/plain' } : {}),
    payload: { $ref: `#/components/schemas/${payload}` },
  };
}

/** In an AsyncAPI document the discriminator is the name of the field alone. */
function moved(definitions) {
  const text = JSON.stringify(definitions, (field, value) =>
    field === 'discriminator' ? value.propertyName : value,
  );
  return JSON.parse(text.replaceAll('#/definitions/', '#/components/schemas/'));
}

function key(name) {
  return name.replaceAll(' ', '_');
}
