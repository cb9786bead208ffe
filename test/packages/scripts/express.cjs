const { print } = require('./lib/print.cjs');
const express = require('express');
const { serveCgi } = require('./lib/express-cgi.cjs');
const app = express();
app.use(express.json());
app.use((req, res, next) => {
  res.setHeader('X-Seen', req.method);
  next();
});
app.get('/hello/:name', (req, res) => res.type('text').send(`Hello ${req.params.name}, ${JSON.stringify(req.query)}`));
app.post('/echo', (req, res) => res.status(201).json({ got: req.body, type: req.get('content-type') }));
app.get('/boom', () => {
  throw new Error('boom');
});
app.use((req, res) => res.status(404).send('nothing here'));
app.use((error, req, res, next) => res.status(500).type('text').send(`failed: ${error.message}`));
serveCgi(app);
