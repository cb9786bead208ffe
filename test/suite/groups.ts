// The options the cases of the table run with: few groups, each with one engine per door. '$PUBLIC' stands for the folder of files.
import type { EngineOptions } from 'freshcgi';

export interface Group {
  readonly options: EngineOptions;
  /** The same on the command line; undefined where the command has no flags for it. */
  readonly flags?: readonly string[];
}

export type GroupName = 'default' | 'lenient' | 'small' | 'memory' | 'open' | 'closed' | 'keep' | 'apache' | 'caps';

const ENV = { GREETING: 'hello', 'bad-name': 'cleaned', '1ST': 'prefixed', REMOTE_HOST: 'configured.example' };

export const GROUPS: Readonly<Record<GroupName, Group>> = {
  default: {
    options: { documentRoot: '$PUBLIC', env: ENV },
    flags: Object.entries(ENV).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
  },
  lenient: { options: { onMalformed: 'lenient' }, flags: ['--lenient'] },
  small: {
    options: { timeout: 700, cpu: 5000, maxBody: 1000 },
    flags: ['--timeout', '0.7', '--cpu', '5', '--max-body', '1000'],
  },
  memory: { options: { memory: 32 }, flags: ['--memory', '32'] },
  caps: { options: { maxOutput: 200_000, maxStderr: 1000, maxHeaderBlock: 4096, queue: 2, chunked: 'reject' } },
  open: {
    options: {
      queryArguments: true,
      passAuthorization: true,
      passHopByHop: true,
      allowUnderscores: true,
      keepCgiFields: true,
      followSymlinks: true,
      mergeSlashes: false,
      encodedSlashes: 'decode',
      trustProxy: ['127.0.0.1', '10.0.0.1'],
      serverName: 'configured.example',
      serverSoftware: 'Legacy/1.0',
      extensions: ['.js', '.cjs', '.mjs', '.ts', '.cgi', '.pl', ''],
    },
  },
  closed: { options: { acceptPathInfo: false, requireExecBit: true, methods: ['GET', 'HEAD', 'POST'] } },
  keep: { options: { encodedSlashes: 'keep' } },
  apache: { options: { localRedirect: 'apache' } },
};

/** A group's options with the folders of a site in them. */
export function filledOptions(group: Group, site: { fill(text: string): string }): EngineOptions {
  const { documentRoot } = group.options;
  return documentRoot === undefined ? group.options : { ...group.options, documentRoot: site.fill(documentRoot) };
}
