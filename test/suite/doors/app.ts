// The Hono app that the table runs through, with a socket in front of it or without: scripts under /cgi-bin, files at /.

import { type ConnectionInfo, createEngine, type Engine } from 'freshcgi';
import { cgi } from 'freshcgi/hono';
import { serveFiles } from 'freshcgi/static';
import { Hono } from 'hono';
import { createLog } from '../../../adapters/log.ts';
import type { Mounted } from '../case.ts';
import { filledOptions, type Group } from '../groups.ts';
import type { Site } from '../site.ts';
import { LogTail } from './log-tail.ts';

export interface SuiteApp {
  readonly app: Hono;
  readonly engine: Engine;
  readonly log: LogTail;
  readonly lines: ReturnType<typeof createLog>;
}

export function createApp(group: Group, site: Site): SuiteApp {
  const log = new LogTail();
  const lines = createLog({ stream: { write: (text) => log.append(text) } });
  const options = filledOptions(group, site);
  const engine = createEngine({ ...options, root: site.root, onReport: lines.report, onNotice: lines.notice });
  const app = new Hono();
  app.all('/cgi-bin/*', cgi({ engine, app, log: lines }));
  app.all('/again/*', cgi({ engine, app, log: lines }));
  const files = serveFiles({ root: site.public, exclude: [site.root] });
  app.get('*', async (c, next) => {
    const { pathname, search } = new URL(c.req.url);
    const found = await files({ method: 'GET', path: pathname, query: search.slice(1), headers: c.req.raw.headers });
    return found ?? next();
  });
  return { app, engine, log, lines };
}

/** An app with the folder or one script at another prefix, in the same engine; `connection` is what a middleware would know. */
export function mountedApp({ engine, lines }: SuiteApp, { at, script }: Mounted, connection?: ConnectionInfo): Hono {
  const options = {
    ...{ engine, log: lines },
    ...(script !== undefined && { script }),
    ...(connection !== undefined && { connection: () => connection }),
  };
  return new Hono().all(`${at}/*`, cgi(options));
}
