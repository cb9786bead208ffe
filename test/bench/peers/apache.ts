// Apache twice: with mod_cgid, a node process for each request; and with mod_python's cgihandler.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../servers/listening.ts';
import type { Peer, PeerName, RunningPeer } from './peer.ts';
import { ServerProcess, versionOf } from './server-process.ts';
import type { Site } from './site.ts';

const NODE_VERSION = `Node ${process.version}`;
const MODULES = '/usr/lib/apache2/modules';
const APACHE = { file: '/usr/sbin/apache2', package: 'apache2' };
/** Debian's own, whose byte code the module can read. */
const PYTHON_PROGRAM = '/usr/bin/python3';
/** Whom Apache runs as when started by root, as Debian has it. */
const USER = 'www-data';

interface Setup {
  readonly name: PeerName;
  readonly modules: readonly string[];
  /** Lines of the configuration for the processes and for the folder of the scripts. */
  processes(site: Site): string;
  readonly scripts: string;
}

/** Threads suffice here: each request is a process of its own, started by mod_cgid's daemon. */
const NODE: Setup = {
  name: 'apache-node',
  modules: ['mpm_event', 'cgid'],
  processes: () => `ServerLimit 2
StartServers 2
ThreadsPerChild 64
MaxRequestWorkers 128
MinSpareThreads 1
MaxSpareThreads 128
ScriptSock scripts.socket`,
  scripts: 'Options +ExecCGI\n  SetHandler cgi-script',
};

/** Threads share sys.modules, out of which the handler deletes what others are loading: only processes work. One per connection. */
const PYTHON: Setup = {
  name: 'mod-python',
  modules: ['mpm_prefork', 'python'],
  processes: ({ root }) => `ServerLimit 72
StartServers 72
MinSpareServers 1
MaxSpareServers 72
MaxRequestWorkers 72
PythonPath "['${join(root, 'lib')}'] + sys.path"`,
  scripts: 'SetHandler mod_python\n  PythonHandler mod_python.cgihandler',
};

export const apacheNode: Peer = {
  name: NODE.name,
  title: 'Apache + node',
  setup:
    'mod_cgid under mpm_event (2 processes of 64 threads), a node process for each request, as many at once as there are connections',
  needs: [APACHE],
  extension: '.js',
  versions: () => [`Apache ${versionOf('apache2', '-v')}`, NODE_VERSION],
  start: (site, cores) => start(NODE, site, cores),
};

export const modPython: Peer = {
  name: PYTHON.name,
  title: 'mod_python',
  setup:
    'its cgihandler under mpm_prefork (72 processes, each with a warm interpreter; one run per connection), byte code made beforehand',
  needs: [
    APACHE,
    { file: PYTHON_PROGRAM, package: 'python3' },
    { file: `${MODULES}/mod_python.so`, package: 'libapache2-mod-python' },
  ],
  extension: '.py',
  versions: () => [`mod_python 3.5 with Python ${versionOf(PYTHON_PROGRAM, '--version')}`],
  async start(site, cores) {
    // The folder is not Apache's to write byte code into, and without it each request would compile all it imports.
    spawnSync(PYTHON_PROGRAM, ['-m', 'compileall', '-q', site.root]);
    return start(PYTHON, site, cores);
  },
};

async function start(setup: Setup, site: Site, cores: string): Promise<RunningPeer> {
  const folder = join(site.folder, setup.name);
  mkdirSync(folder);
  const port = await freePort();
  const config = join(folder, 'server.conf');
  writeFileSync(config, configOf(setup, site, folder, port));
  const server = new ServerProcess({ program: APACHE.file, args: ['-f', config, '-D', 'FOREGROUND'] }, cores);
  await server.accepts(port);
  return { port, pid: server.pid, stop: () => server.stop() };
}

function configOf(setup: Setup, site: Site, folder: string, port: number): string {
  const modules = [...setup.modules, 'authz_core', 'mime', 'alias'];
  return `ServerRoot "${folder}"
DefaultRuntimeDir "${folder}"
PidFile pid
ErrorLog log
LogLevel error
Listen 127.0.0.1:${port}
ServerName 127.0.0.1
${modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`).join('\n')}
TypesConfig /etc/mime.types
${process.getuid?.() === 0 ? `User ${USER}\nGroup ${USER}` : ''}
MaxKeepAliveRequests 0
KeepAliveTimeout 60
MaxConnectionsPerChild 0
${setup.processes(site)}
DocumentRoot "${site.root}"
Alias /cgi-bin "${site.root}"
<Directory "${site.root}">
  Require all granted
  ${setup.scripts}
</Directory>
`;
}
