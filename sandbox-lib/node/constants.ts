// node:constants, deprecated: those of os, fs and crypto in one. Inside the context. https://nodejs.org/api/deprecations.html#DEP0008
import { constants as crypto } from '../internal/crypto-constants.ts';
import { constants as fs } from '../internal/fs/constants.ts';
import { constants as os } from '../internal/os-constants.ts';

const all: Record<string, number | string> = {};
Object.assign(all, os.dlopen, os.errno, os.priority, os.signals, fs, crypto);
// The crypto module alone has this one, which a switch of node may change.
delete all['defaultCipherList'];

export default Object.freeze(all);
