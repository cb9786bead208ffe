// Hono behind a real socket in this process: raw bytes for the options that the command line has no flags for.
import { serveNode } from 'freshcgi/node';
import { createApp, mountedApp } from './app.ts';
import type { Door } from './door.ts';
import { sendOverSocket } from './socket.ts';

export const nodeDoor: Door = {
  name: 'node',
  cannot(_one, step) {
    return step.connection === undefined ? undefined : 'a socket knows its connection itself';
  },
  async open(group, site) {
    const suite = createApp(group, site);
    const server = await serveNode(suite.app, { port: 0, log: suite.lines });
    return {
      log: suite.log,
      async send(one, step) {
        if (one.mounted === undefined) return sendOverSocket(one, step, server.port);
        const other = await serveNode(mountedApp(suite, one.mounted), { port: 0 });
        try {
          return await sendOverSocket(one, step, other.port);
        } finally {
          await other.close();
        }
      },
      async close() {
        await server.close();
        await suite.engine.close();
      },
    };
  },
};
