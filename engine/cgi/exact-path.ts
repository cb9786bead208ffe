// Whether the path that leads to a script is the one the client sent. Parent process. A router in front merges no slashes and decodes
// none: its rule for '/admin/*' was not asked about '//admin/x.js'.
import { CgiError } from '../errors.ts';
import { type DecodePathOptions, decodePath } from './decode-path.ts';
import type { LocatedScript } from './script-file.ts';
import type { RequestTarget } from './target.ts';

/**
 * Refuses a path of which slashes were merged or decoded before the script was found; where one script answers everything, its
 * PATH_INFO counts as well.
 * @throws CgiError PATH_REFUSED
 */
export function checkExactPath(
  target: RequestTarget,
  located: LocatedScript,
  isOnly: boolean,
  options: DecodePathOptions,
): void {
  if (!/\/\/|%2f/i.test(target.path)) return;
  const { scriptName, pathInfo = '' } = located;
  const sent = decodePath(target.path, { ...options, mergeSlashes: false, encodedSlashes: 'keep' });
  const led = (isOnly ? scriptName + pathInfo : scriptName).split('/').slice(1);
  // The last one sent is '' where a folder has led to its index script.
  const isExact = led.every((name, i) => sent[i] === name || (sent[i] === '' && i === sent.length - 1));
  if (isExact && (!isOnly || led.length === sent.length)) return;
  const problem = `it leads to ${JSON.stringify(scriptName)} only with its slashes merged`;
  throw new CgiError('PATH_REFUSED', `Cannot serve path ${JSON.stringify(target.path)}: ${problem}`);
}
