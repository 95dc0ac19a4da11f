/** A bare Express route that serves one JSON body: what GET /api/grid/state is measured against. */
import express = require('express');

const app = express();
let body: unknown = {};
app.get('/', (_request, response) => {
  response.json(body);
});

process.on('message', (message: { body: unknown }) => {
  body = message.body;
  const server = app.listen(0, '127.0.0.1', () => process.send?.(server.address()));
});
