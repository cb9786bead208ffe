// Messages between ports of one run, and what moves with them: node is the oracle.
import test from 'node:test';
import { sameOutput } from './same-output.ts';

const SETUP = `
const threads = require('worker_threads');
const { MessageChannel, MessagePort, receiveMessageOnPort, markAsUncloneable, markAsUntransferable, isMarkedAsUntransferable } = threads;
const attempt = (f) => { try { return f(); } catch (e) { return [e.name, e.code, e.message].join('|'); } };
const show = (...values) => console.log(...values);
`;

const CASES: Record<string, string> = {
  'deliver in order, before the news that the other end closed': `
    const { port1, port2 } = new MessageChannel();
    port2.on('message', (data) => show('message', data));
    port2.on('close', () => show('close 2')); port1.on('close', () => show('close 1'));
    for (const value of [1, { a: [new Date(0), new Map([[1, 2]])] }, undefined]) port1.postMessage(value);
    port1.close(() => show('closed', port1.hasRef(), port2.hasRef())); port1.postMessage('too late');`,
  'know ref and unref, and start with the first listener of messages': `
    const { port1, port2 } = new MessageChannel();
    show(port1.hasRef()); port1.ref(); show(port1.hasRef()); port1.unref();
    const f = () => show('never');
    port1.on('message', f); show(port1.hasRef(), port1.listenerCount('message')); port1.off('message', f); show(port1.hasRef());
    port2.postMessage('kept');
    setTimeout(() => { port1.onmessage = (e) => { show(e.data, e.constructor.name, e.ports.length, e.target === port1); port1.close(); }; }, 5);`,
  'give their messages to receiveMessageOnPort()': `
    const { port1, port2 } = new MessageChannel();
    show(receiveMessageOnPort(port2)); port1.postMessage({ a: 1 }); port1.postMessage(undefined);
    show(receiveMessageOnPort(port2), receiveMessageOnPort(port2), receiveMessageOnPort(port2));
    for (const value of [null, {}, 1]) show(attempt(() => receiveMessageOnPort(value)));
    port1.postMessage(1); port1.close(); setTimeout(() => show(receiveMessageOnPort(port2)), 5);`,
  'move to another port with what waits for them': `
    const { port1, port2 } = new MessageChannel(); const inner = new MessageChannel();
    inner.port2.postMessage('waits');
    port1.postMessage({ port: inner.port1 }, [inner.port1]);
    show(attempt(() => port1.postMessage(1, [inner.port1])));
    port2.once('message', ({ port }) => {
      show(port instanceof MessagePort, port === inner.port1);
      port.on('message', (data) => { show(data); port.postMessage('back'); });
      inner.port2.once('message', (data) => { show(data); port.close(); port1.close(); });
    });
    const other = structuredClone(inner.port2, { transfer: [inner.port2] });
    other.on('message', (data) => { show('other', data); other.close(); port1.close(); });`,
  'refuse what cannot move, and then move nothing': `
    const { port1, port2 } = new MessageChannel(); const memory = new ArrayBuffer(4); const third = new MessageChannel().port1;
    const gone = new MessageChannel().port1; gone.close();
    for (const list of [[port1], [third, third], [memory, memory], [memory, gone], [memory, {}], [1], [new Blob()]])
      show(attempt(() => port1.postMessage(null, list)), memory.byteLength);
    show(attempt(() => port1.postMessage({ port2 })), attempt(() => structuredClone(third)), attempt(() => port1.postMessage(() => {})));
    for (const list of [0, false, 'X', Symbol('X'), { transfer: null }, { transfer: {} }, { transfer: { [Symbol.iterator]() { return {}; } } }])
      show(attempt(() => port1.postMessage(5, list)));
    show(attempt(() => port1.postMessage()), attempt(() => MessagePort()), attempt(() => new MessagePort()), attempt(() => MessageChannel()));
    show(attempt(() => threads.moveMessagePortToContext({}, {})), attempt(() => threads.moveMessagePortToContext(gone, {})));`,
  'lose a channel whose end is posted to itself': `
    process.on('warning', (w) => show(w.message));
    const { port1, port2 } = new MessageChannel(); const memory = new ArrayBuffer(4);
    port2.onmessage = () => show('never'); port2.postMessage(null, [port1, memory]); show(memory.byteLength);`,
  'keep marks': `
    const { port1, port2 } = new MessageChannel(); const memory = new ArrayBuffer(4);
    show(isMarkedAsUntransferable(memory), isMarkedAsUntransferable(Buffer.from('a').buffer)); markAsUntransferable(memory);
    show(isMarkedAsUntransferable(memory), attempt(() => port1.postMessage(memory, [memory])), memory.byteLength, markAsUntransferable(1));
    class Own {} const values = [{}, new Own(), new Blob(), [1], new Map(), new Date(0), new Uint8Array(2), new Error('e').message];
    for (const value of values) { markAsUncloneable(value); show(attempt(() => structuredClone({ value }))); }
    show(structuredClone((class extends Response {}).prototype), attempt(() => structuredClone(new Response())), attempt(() => structuredClone(new ReadableStream())));
    for (const value of [new URL('http://x'), new URLSearchParams('a'), new Headers(), new FormData(), new Request('http://x'), new TransformStream()])
      show(attempt(() => structuredClone({ value })));`,
  'have the methods of an emitter, whose listeners get data': `
    const { port1, port2 } = new MessageChannel();
    port1.on('x', function (...given) { show(this === port1, given.length, given[0].type ?? given[0]); }).addEventListener('x', (e) => show(e.type, e.detail, e instanceof CustomEvent));
    show(port1.emit('x', 5), port1.emit('y'), port1.listenerCount('x'), attempt(() => port1.emit()));
    port1.dispatchEvent(new MessageEvent('x', { data: 1 })); port1.removeAllListeners('x'); show(port1.emit('x'), port1.listenerCount('x'));
    port1.once('z', show); port1.emit('z', 1); show(port1.emit('z', 2), port1.setMaxListeners(3) === port1, port1.getMaxListeners());
    for (let p = MessagePort.prototype; p !== Object.prototype; p = Object.getPrototypeOf(p)) show(p.constructor.name, Object.getOwnPropertyNames(p).sort().join());`,
  'of one name are broadcast channels': `
    const one = new BroadcastChannel('a'), two = new BroadcastChannel('a'), three = new BroadcastChannel('b');
    show(one, one.name, attempt(() => new BroadcastChannel()), attempt(() => one.postMessage()), attempt(() => BroadcastChannel.prototype.close.call({})));
    three.onmessage = one.onmessage = () => show('never');
    two.onmessage = (e) => { show(e.data, e.ports, e.origin, e.target === two); two.close(); one.close(); three.close(); show(two, attempt(() => two.postMessage(1))); };
    one.postMessage({ a: 1 });`,
  'carry signals and streams': `
    const { transferableAbortController, transferableAbortSignal } = require('util');
    const controller = transferableAbortController(); const { port1, port2 } = new MessageChannel();
    port2.on('message', async ({ signal, readable, writable }) => {
      signal.addEventListener('abort', () => { show('aborted', signal.reason); port1.close(); });
      const chunks = []; for await (const chunk of readable) chunks.push(chunk); show(chunks);
      const writer = writable.getWriter(); await writer.write({ w: 1 }); await writer.close();
    });
    const readable = new ReadableStream({ start(c) { c.enqueue({ a: 1 }); c.enqueue('b'); c.close(); } });
    const writable = new WritableStream({ write: (chunk) => show('wrote', chunk), close: () => { show('done'); controller.abort({ why: 1 }); } });
    port1.postMessage({ signal: controller.signal, readable, writable }, [controller.signal, readable, writable]);
    const both = new TransformStream();
    for (const list of [[both, both.readable], [both.writable, both]])
      show(attempt(() => structuredClone(list, { transfer: list }))[0] === 'D', both.readable.locked, both.writable.locked);
    show(readable.locked, writable.locked, attempt(() => structuredClone(readable, { transfer: [readable] })));
    show(attempt(() => transferableAbortSignal({})), attempt(() => structuredClone(transferableAbortSignal(AbortSignal.abort('x')))));`,
  'are described by MessageEvent': `
    const { port1 } = new MessageChannel();
    for (const given of [[], ['a', { data: undefined, origin: 1 }], ['m', { ports: 0 }], ['m', { source: Symbol('x') }], ['m', { source: 'abc' }], ['m', { ports: [1n] }],
      ['m', { ports: [null] }], ['m', 1], ['m', null], ['m', { ports: [port1], source: port1 }]])
      show(attempt(() => { const e = new MessageEvent(...given); return [e.type, e.data, e.origin, e.lastEventId, e.source === port1, e.ports.length, Object.isFrozen(e.ports)]; }));
    const e = new MessageEvent('x', { data: 1 }); e.initMessageEvent('y', true, false, 5); show(e.type, e.data, e.bubbles);`,
};

for (const [title, code] of Object.entries(CASES)) {
  test(`MessagePorts ${title}`, async (t) => {
    await sameOutput(t, SETUP + code);
  });
}
