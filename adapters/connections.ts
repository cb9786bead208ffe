// The open sockets of a server and what is being answered on each: caps them, cuts idle ones, and knows when all is done.
// Parent process. Node itself bounds how long a request's header and the whole request may take; the rest is here.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** One request and its answer. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly started: number;
  readonly bytesBefore: number;
  /** Status that was sent past `outgoing`, by the parser's error handler. */
  rawStatus?: number;
}

/** Limits and callbacks of the connections. */
export interface ConnectionsOptions {
  readonly maxConnections: number;
  /** Milliseconds a request body may stand still. */
  readonly bodyIdle: number;
  /** Milliseconds an unsent answer may stand still. */
  readonly responseIdle: number;
  /** Called once at the end of each exchange, however it ended. */
  readonly onEnd: (exchange: Exchange, socket: Socket) => void;
  /** Called for a request whose body stands still. */
  readonly onBodyIdle: (socket: Socket) => void;
}

const SWEEP_MS = 1000;
/** Requests on one connection that wait for their answers. Browsers and proxies send one after the other; sixteen hundred fit into one packet. */
const MAX_IN_LINE = 100;
/** How long a client that has closed its side hears nothing before it is taken to have left. */
const HALF_CLOSED_MS = 250;

/** Progress of one socket when it was last seen to move. */
interface Progress {
  read: number;
  sent: number;
  readAt: number;
  sentAt: number;
}
interface Connection extends Progress {
  /** Oldest first, and hardly ever more than one. (A Set that is filled and emptied all the time outlives its collections.) */
  readonly exchanges: Exchange[];
  /** The last request, where it was answered before all of it was there. */
  answered?: IncomingMessage | undefined;
}

/** Owns nothing but the knowledge: sockets belong to the server. Ends with `stop()`. */
export class Connections {
  readonly #options: ConnectionsOptions;
  /** In order of arrival. */
  readonly #open = new Map<Socket, Connection>();
  readonly #timer: NodeJS.Timeout;
  #draining = false;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#sweep(performance.now()), SWEEP_MS);
    this.#timer.unref();
  }

  get size(): number {
    return this.#open.size;
  }

  /** Takes a new socket. Where there are too many, another one makes room, if one keeps us waiting: a flood cannot lock the door. */
  add(socket: Socket): void {
    if (this.#open.size >= this.#options.maxConnections) {
      const victim = this.#findRoom() ?? socket;
      victim.destroy();
      if (victim === socket) return;
      this.#remove(victim);
    }
    const now = performance.now();
    this.#open.set(socket, { exchanges: [], read: 0, sent: 0, readAt: now, sentAt: now });
    socket.once('end', () => this.#halfClose(socket));
    socket.once('close', () => this.#remove(socket));
  }

  /** False where a request is not to be answered: its connection is cut, or it has too many in line and is cut now. */
  begin(incoming: IncomingMessage, outgoing: ServerResponse): boolean {
    const { socket } = incoming;
    const exchange = { incoming, outgoing, started: performance.now(), bytesBefore: socket.bytesWritten };
    const connection = this.#open.get(socket);
    if (connection === undefined) return false;
    if (connection.exchanges.length >= MAX_IN_LINE) {
      socket.destroy();
      this.#remove(socket);
      return false;
    }
    connection.exchanges.push(exchange);
    connection.answered = undefined;
    connection.readAt = exchange.started;
    connection.sentAt = exchange.started;
    outgoing.on('close', () => this.#end(exchange, socket));
    return true;
  }

  /** What is being answered on a socket, oldest first; empty for one that is idle or still sends its header. */
  exchangesOf(socket: Socket): readonly Exchange[] {
    return this.#open.get(socket)?.exchanges ?? [];
  }

  /** Whether what comes now still belongs to a request that has its answer. */
  isAnswered(socket: Socket): boolean {
    return this.#open.get(socket)?.answered?.complete === false;
  }

  /** Closes what is idle now, and everything else as soon as it is answered. */
  drain(): void {
    this.#draining = true;
    for (const [socket, { exchanges }] of this.#open) {
      if (exchanges.length === 0) socket.destroy();
      for (const { outgoing } of exchanges) if (!outgoing.headersSent) outgoing.shouldKeepAlive = false;
    }
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Whoever sends no more may still wait for an answer (nc -N, socat), or may have left: only sending would tell. */
  #halfClose(socket: Socket): void {
    if (this.exchangesOf(socket).length === 0) return;
    const sent = socket.bytesWritten;
    setTimeout(() => {
      if (socket.bytesWritten === sent && socket.writableLength === 0) socket.destroy();
    }, HALF_CLOSED_MS).unref();
  }

  /** The oldest one that asks nothing; else one that owes us its body; else one that does not take its answer. Never one that we keep waiting. */
  #findRoom(): Socket | undefined {
    let sending: Socket | undefined;
    let reading: Socket | undefined;
    for (const [socket, { exchanges }] of this.#open) {
      if (exchanges.length === 0) return socket;
      if (waitsForBody(exchanges)) sending ??= socket;
      else if (socket.writableLength > 0) reading ??= socket;
    }
    return sending ?? reading;
  }

  #end(exchange: Exchange, socket: Socket): void {
    const connection = this.#open.get(socket);
    const place = connection?.exchanges.indexOf(exchange) ?? -1;
    if (connection === undefined || place < 0) return;
    connection.exchanges.splice(place, 1);
    if (!exchange.incoming.complete) connection.answered = exchange.incoming;
    this.#options.onEnd(exchange, socket);
    if (this.#draining && connection.exchanges.length === 0) socket.destroySoon();
  }

  /** A pipelined answer that never got its turn is not told that its socket has closed: its exchange ends here. */
  #remove(socket: Socket): void {
    for (const exchange of [...this.exchangesOf(socket)]) this.#end(exchange, socket);
    this.#open.delete(socket);
  }

  #sweep(now: number): void {
    const { bodyIdle, responseIdle, onBodyIdle } = this.#options;
    for (const [socket, connection] of this.#open) {
      const sent = socket.bytesWritten - socket.writableLength;
      if (sent !== connection.sent || socket.writableLength === 0) {
        connection.sent = sent;
        connection.sentAt = now;
      } else if (now - connection.sentAt > responseIdle) {
        socket.destroy();
        continue;
      }
      if (socket.bytesRead !== connection.read || !waitsForBody(connection.exchanges)) {
        connection.read = socket.bytesRead;
        connection.readAt = now;
      } else if (now - connection.readAt > bodyIdle) {
        onBodyIdle(socket);
      }
    }
  }
}

/** Whether the client owes bytes of a body: one that we do not read at the moment owes us nothing. */
function waitsForBody(exchanges: readonly Exchange[]): boolean {
  for (const { incoming } of exchanges) {
    if (!incoming.complete && incoming.readableLength < incoming.readableHighWaterMark) return true;
  }
  return false;
}
