// Where a server's program is, where it may listen, whether it does.
import { existsSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';

/** Debian keeps servers where a plain user's PATH does not look. */
export function whereIs(program: string): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(':'), '/usr/sbin', '/sbin'];
  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}

export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo; // it listens on TCP
      server.close(() => resolve(port));
    });
  });
}

/** Does anyone accept connections at this port, or this socket of the file system? */
export function accepts(where: number | string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(typeof where === 'number' ? { port: where, host: '127.0.0.1' } : { path: where }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
