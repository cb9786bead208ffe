// node:os. Inside the context. https://nodejs.org/api/os.html

import { isWindowsHost } from '../internal/host.ts';
import * as osFunctions from '../internal/os.ts';
import { constants as osConstants } from '../internal/os-constants.ts';

/** Most functions of this module also stand for their own answer: `${os.hostname}`. */
function answering<T extends () => string | number>(call: T): T {
  return Object.assign(call, { [Symbol.toPrimitive]: () => call() });
}

export const arch = answering(osFunctions.arch);
export const availableParallelism = answering(osFunctions.availableParallelism);
export const endianness = answering(osFunctions.endianness);
export const freemem = answering(osFunctions.freemem);
export const homedir = answering(osFunctions.homedir);
export const hostname = answering(osFunctions.hostname);
export const machine = answering(osFunctions.machine);
export const platform = answering(osFunctions.platform);
export const release = answering(osFunctions.release);
export const tmpdir = answering(osFunctions.tmpdir);
export const totalmem = answering(osFunctions.totalmem);
export const type = answering(osFunctions.type);
export const uptime = answering(osFunctions.uptime);
export const version = answering(osFunctions.version);
export const { cpus, getPriority, loadavg, networkInterfaces, setPriority, userInfo } = osFunctions;
export const EOL = isWindowsHost() ? '\r\n' : '\n';
export const devNull = isWindowsHost() ? '\\\\.\\nul' : '/dev/null';
export const constants = osConstants;

const module = {
  arch,
  availableParallelism,
  cpus,
  endianness,
  freemem,
  getPriority,
  homedir,
  hostname,
  loadavg,
  networkInterfaces,
  platform,
  release,
  setPriority,
  tmpdir,
  totalmem,
  type,
  userInfo,
  uptime,
  version,
  machine,
};

export default Object.defineProperties(module, {
  constants: { __proto__: null, get: () => constants, enumerable: true },
  EOL: { __proto__: null, value: EOL, enumerable: true, configurable: true },
  devNull: { __proto__: null, value: devNull, enumerable: true, configurable: true },
});
