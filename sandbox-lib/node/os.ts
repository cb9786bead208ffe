// node:os. Inside the context. https://nodejs.org/api/os.html
import * as os from '../internal/os.ts';
import { constants } from '../internal/os-constants.ts';

/** Most functions of this module also stand for their own answer: `${os.hostname}`. */
function answering<T extends () => string | number>(call: T): T {
  return Object.defineProperty(call, Symbol.toPrimitive, { value: () => call(), writable: true, configurable: true });
}

export const arch = answering(os.arch);
export const availableParallelism = answering(os.availableParallelism);
export const endianness = answering(os.endianness);
export const freemem = answering(os.freemem);
export const homedir = answering(os.homedir);
export const hostname = answering(os.hostname);
export const machine = answering(os.machine);
export const platform = answering(os.platform);
export const release = answering(os.release);
export const tmpdir = answering(os.tmpdir);
export const totalmem = answering(os.totalmem);
export const type = answering(os.type);
export const uptime = answering(os.uptime);
export const version = answering(os.version);
export const { cpus, getPriority, loadavg, networkInterfaces, setPriority, userInfo } = os;
export const EOL = os.isWindows() ? '\r\n' : '\n';
export const devNull = os.isWindows() ? '\\\\.\\nul' : '/dev/null';
export { constants };

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
  constants: { get: () => constants, enumerable: true },
  EOL: { value: EOL, enumerable: true, configurable: true },
  devNull: { value: devNull, enumerable: true, configurable: true },
});
