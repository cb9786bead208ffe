// PerformanceResourceTiming, and the buffer of such entries. A run fetches no resources of its own: they come from what calls
// performance.markResourceTiming(), as fetch implementations do. Inside the context. https://w3c.github.io/resource-timing/
import { Event } from '../../globals/event.ts';
import type { EventTarget } from '../../globals/event-target.ts';
import { codedError, nodeError } from '../errors.ts';
import { addImmediate } from '../loop.ts';
import { ObjectDefineProperty } from '../primordials.ts';
import { toInterface } from '../web-class.ts';
import { entryProof, PerformanceEntry } from './entries.ts';

type Times = Readonly<Record<string, number | undefined>>;
interface TimingInfo {
  readonly startTime: number;
  readonly endTime: number;
  readonly finalConnectionTimingInfo?: Readonly<Record<string, unknown>>;
}

const DEFAULT_LIMIT = 250;
/** What a response without a body is said to take. */
const HEADER_SIZE = 300;
/** Members, by the name each has in the info: of the fetch, or, after a dot, of its connection. */
const TIMES: readonly (readonly [member: string, source: string])[] = [
  ['workerStart', 'finalServiceWorkerStartTime'],
  ['redirectStart', 'redirectStartTime'],
  ['redirectEnd', 'redirectEndTime'],
  ['fetchStart', 'postRedirectStartTime'],
  ['domainLookupStart', '.domainLookupStartTime'],
  ['domainLookupEnd', '.domainLookupEndTime'],
  ['connectStart', '.connectionStartTime'],
  ['connectEnd', '.connectionEndTime'],
  ['secureConnectionStart', '.secureConnectionStartTime'],
  ['nextHopProtocol', '.ALPNNegotiatedProtocol'],
  ['requestStart', 'finalNetworkRequestStartTime'],
  ['responseStart', 'finalNetworkResponseStartTime'],
  ['responseEnd', 'endTime'],
  ['encodedBodySize', 'encodedBodySize'],
  ['decodedBodySize', 'decodedBodySize'],
];
/** In the order of toJSON(). */
const MEMBERS =
  'name entryType startTime duration initiatorType nextHopProtocol workerStart redirectStart redirectEnd fetchStart domainLookupStart ' +
  'domainLookupEnd connectStart connectEnd secureConnectionStart requestStart finalResponseHeadersStart firstInterimResponseStart ' +
  'responseStart responseEnd transferSize encodedBodySize decodedBodySize deliveryType responseStatus renderBlockingStatus contentType ' +
  'contentEncoding';

let infoOf: (entry: unknown) => TimingInfo;

export class PerformanceResourceTiming extends PerformanceEntry {
  readonly #info: TimingInfo;
  readonly #initiator: string;
  readonly #cacheMode: string;
  readonly #status: unknown;
  readonly #delivery: string;

  static {
    infoOf = (entry) => {
      if (typeof entry === 'object' && entry !== null && #info in entry) return entry.#info;
      throw nodeError('ERR_INVALID_THIS', 'PerformanceResourceTiming');
    };
  }

  constructor(
    proof?: unknown,
    url = '',
    info?: TimingInfo,
    initiator = '',
    cacheMode = '',
    status?: unknown,
    delivery = '',
  ) {
    super(proof, url, 'resource', info?.startTime, (info?.endTime ?? 0) - (info?.startTime ?? 0));
    this.#info = info as TimingInfo; // whoever has the proof passes it
    this.#initiator = initiator;
    this.#cacheMode = cacheMode;
    this.#status = status;
    this.#delivery = delivery;
  }

  get initiatorType(): string {
    infoOf(this);
    return this.#initiator;
  }

  get finalResponseHeadersStart(): unknown {
    return (infoOf(this) as unknown as Times)['finalNetworkResponseStartTime'];
  }

  get firstInterimResponseStart(): number {
    infoOf(this);
    return 0;
  }

  get transferSize(): number {
    const { encodedBodySize = 0 } = infoOf(this) as unknown as Times;
    if (this.#cacheMode === 'local') return 0;
    return this.#cacheMode === 'validated' ? HEADER_SIZE : encodedBodySize + HEADER_SIZE;
  }

  get deliveryType(): string {
    infoOf(this);
    return this.#delivery;
  }

  get responseStatus(): unknown {
    infoOf(this);
    return this.#status;
  }

  get renderBlockingStatus(): string {
    infoOf(this);
    return 'non-blocking';
  }

  get contentType(): string {
    infoOf(this);
    return '';
  }

  get contentEncoding(): string {
    infoOf(this);
    return '';
  }

  override toJSON(): Record<string, unknown> {
    infoOf(this);
    return Object.fromEntries(MEMBERS.split(' ').map((name) => [name, Reflect.get(this, name)]));
  }
}

for (const [member, source] of TIMES) {
  const accessor = {
    get [member](): unknown {
      const info = infoOf(this);
      if (!source.startsWith('.')) return (info as unknown as Times)[source];
      return info.finalConnectionTimingInfo?.[source.slice(1)];
    },
  };
  const { get } = Object.getOwnPropertyDescriptor(accessor, member) as PropertyDescriptor; // just made
  ObjectDefineProperty(PerformanceResourceTiming.prototype, member, {
    __proto__: null,
    get: get as () => unknown,
    configurable: true,
  });
}
toInterface(PerformanceResourceTiming);

let buffer: PerformanceEntry[] = [];
let limit = DEFAULT_LIMIT;
/** What came while the buffer was full, until its listeners were told. */
let waiting: PerformanceEntry[] = [];
let isTelling = false;

export function resourceEntries(): readonly PerformanceEntry[] {
  return buffer;
}

export function clearResources(): void {
  buffer = [];
}

/** Anything but a whole number is 0. */
export function limitResources(size: unknown): void {
  limit = Number.isInteger(size) && (size as number) > 0 ? (size as number) : 0;
}

export function makeResourceTiming(
  info: unknown,
  url: unknown,
  initiator: unknown,
  cacheMode: unknown,
  status: unknown,
  delivery: unknown,
): PerformanceResourceTiming {
  if (cacheMode !== '' && cacheMode !== 'local') {
    const advice =
      'This is caused by either a bug in Node.js or incorrect usage of Node.js internals.\n' +
      'Please open an issue with this stack trace at https://github.com/nodejs/node/issues\n';
    throw codedError('Error', 'ERR_INTERNAL_ASSERTION', `cache must be an empty string or 'local'\n${advice}`);
  }
  const texts = [`${initiator}`, cacheMode, status, delivery as string] as const; // as given
  return new PerformanceResourceTiming(entryProof, `${url}`, info as TimingInfo, ...texts);
}

/** Keeps an entry; when there is no room, the listeners of `target` may make some. */
export function keepResource(entry: PerformanceEntry, target: EventTarget): void {
  if (buffer.length < limit && !isTelling) {
    buffer.push(entry);
    return;
  }
  waiting.push(entry);
  if (isTelling) return;
  isTelling = true;
  addImmediate({ refed: true, run: () => tell(target) });
}

function tell(target: EventTarget): void {
  while (waiting.length > 0) {
    target.dispatchEvent(new Event('resourcetimingbufferfull'));
    const room = Math.max(0, Math.min(limit - buffer.length, waiting.length));
    buffer.push(...waiting.slice(0, room));
    waiting = room === 0 ? [] : waiting.slice(room);
  }
  isTelling = false;
}

/** For the next run of a kept context. */
export function resetResources(): void {
  buffer = [];
  waiting = [];
  limit = DEFAULT_LIMIT;
  isTelling = false;
}
