// node:fs/promises. Inside the context. https://nodejs.org/api/fs.html#promises-api
import { nodeError } from '../internal/errors.ts';
import { constants } from '../internal/fs/constants.ts';
import { promiseFunctions } from '../internal/fs/promises.ts';
import { watchPromised } from '../internal/fs/refused.ts';

/** As on every system but macOS. */
async function lchmod(): Promise<never> {
  throw nodeError('ERR_METHOD_NOT_IMPLEMENTED', 'lchmod()');
}

const promises = { ...promiseFunctions, lchmod, watch: watchPromised, constants };

export default promises;
