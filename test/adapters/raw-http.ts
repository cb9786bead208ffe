// Raw HTTP for tests: bytes in, bytes out, nothing interpreted.
import { connect, type Socket } from 'node:net';

/** Sends the text and returns all that comes until the server closes, or until `enough` says so. */
export function exchange(port: number, text: string, enough?: (received: string) => boolean): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text, 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      received += chunk;
      if (enough?.(received)) socket.destroy();
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      // A server that refuses early may reset while we still send: what it said before counts.
      if (received === '' && error.code !== 'ECONNRESET') reject(error);
    });
    socket.on('close', () => resolve(received));
  });
}

/** An open connection to a server. */
export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Resolves when the other side has closed. */
export function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    socket.on('error', () => {});
    socket.once('close', () => resolve());
    socket.resume();
  });
}

/** The status codes in a stream of answers. */
export function statuses(received: string): number[] {
  return [...received.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map((match) => Number(match[1]));
}
