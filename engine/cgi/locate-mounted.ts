// One script mounted at a URL prefix: SCRIPT_NAME is the mount, the rest of the path is PATH_INFO. Parent process; RFC 3875 4.1.13.
import { CgiError } from '../errors.ts';
import { decodePath } from './decode-path.ts';
import { joinPathInfo, type LocateOptions, skipMount } from './locate.ts';
import { locateFile } from './locate-file.ts';
import type { FileProbe, LocatedScript } from './script-file.ts';
import type { RequestTarget } from './target.ts';

/**
 * Answers every path under `mount` with the script at `path`, relative to the root.
 * @throws CgiError as `locateScript` does
 */
export function locateMounted(
  target: RequestTarget,
  mount: string,
  path: string,
  probe: FileProbe,
  options: LocateOptions,
): LocatedScript {
  const segments = decodePath(target.path, options);
  const pathInfo = joinPathInfo(segments, skipMount(segments, mount));
  if (pathInfo !== undefined && !options.acceptPathInfo) {
    throw new CgiError('PATH_REFUSED', `Cannot serve path info behind "${path}": acceptPathInfo is off`);
  }
  return { ...locateFile(path, probe, options), scriptName: mount.replace(/\/+$/, ''), pathInfo };
}
