// Whether the path that leads to a script is the one the client sent. Parent process. A router in front merges no slashes and decodes
// none: its rule for '/admin/*' was not asked about '//admin/x.js'.
import { CgiError } from '../errors.ts';
import { type DecodePathOptions, decodePath } from './decode-path.ts';
import type { LocatedScript } from './script-file.ts';
import type { RequestTarget } from './target.ts';

/**
 * The script with its PATH_INFO as it was sent, slashes unmerged. Refuses a path of which slashes were merged or decoded before the script
 * was found; where one script answers everything, PATH_INFO counts as well.
 * @throws CgiError PATH_REFUSED
 */
export function exactPath(
  target: RequestTarget,
  located: LocatedScript,
  isOnly: boolean,
  options: DecodePathOptions,
): LocatedScript {
  if (!/\/\/|%2f/i.test(target.path)) return located;
  const { scriptName, pathInfo = '' } = located;
  const sent = decodePath(target.path, { ...options, mergeSlashes: false, encodedSlashes: 'keep' });
  const led = (isOnly ? scriptName + pathInfo : scriptName).split('/').slice(1);
  // The last one sent is '' where a folder has led to its index script.
  const isExact = led.every((name, i) => sent[i] === name || (sent[i] === '' && i === sent.length - 1));
  if (!isExact || (isOnly && led.length !== sent.length)) {
    const problem = `it leads to ${JSON.stringify(scriptName)} only with its slashes merged`;
    throw new CgiError('PATH_REFUSED', `Cannot serve path ${JSON.stringify(target.path)}: ${problem}`);
  }
  if (isOnly || pathInfo === '') return located;
  const rest = decodePath(target.path, { ...options, mergeSlashes: false }).slice(led.length);
  return { ...located, pathInfo: `/${rest.join('/')}` };
}
