// How a callback function tells util.promisify() what its promise form is. Inside the context.

/** The promise form itself. Public: scripts use it, too. */
export const kPromisify: unique symbol = Symbol.for('nodejs.util.promisify.custom') as never; // a registered symbol has no unique type
/** The names of several results, which the promise form puts into one object. Node's own, not public. */
export const kPromisifyArguments: unique symbol = Symbol('customPromisifyArgs');
