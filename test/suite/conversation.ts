// A connection that is talked on step by step: send, wait for what comes back, leave.
import { connect, type Socket } from 'node:net';
import { LogTail } from './doors/log-tail.ts';

export class Conversation {
  readonly received = new LogTail();
  /** Resolves when the connection is gone, whoever ended it. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1').on('data', (chunk: string) => this.received.append(chunk));
    socket.on('error', () => {});
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static open(port: number): Promise<Conversation> {
    return new Promise((resolve, reject) => {
      const socket = connect(port, '127.0.0.1', () => resolve(new Conversation(socket)));
      socket.once('error', reject);
    });
  }

  /** Sends a request line, fields and whatever follows them. */
  request(line: string, fields: readonly string[] = [], rest = ''): void {
    this.send(`${line} HTTP/1.1\r\n${['Host: h', ...fields].map((field) => `${field}\r\n`).join('')}\r\n${rest}`);
  }

  send(text: string): void {
    this.#socket.write(text, 'latin1');
  }

  /** Reads no more: the other side's output piles up. */
  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  /** Leaves without a word. */
  leave(): void {
    this.#socket.destroy();
  }
}
