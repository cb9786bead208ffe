const { print } = require('./lib/print.cjs');
const Koa = require('koa');
const app = new Koa();
app.use(async (ctx, next) => {
  await next();
  ctx.set('X-Seen', ctx.method);
});
app.use((ctx) => {
  if (ctx.path === '/boom') ctx.throw(418, 'teapot');
  ctx.body = { path: ctx.path, query: { ...ctx.query } };
});
app.silent = true;
const { serveCgi } = require('./lib/express-cgi.cjs');
serveCgi(app.callback());
