// Starts the real servers of this machine on loopback, with the same scripts as CGI programs of a real node.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, linkSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../suite/site.ts';
import { accepts, freePort, whereIs } from './listening.ts';

export type ServerName = 'apache' | 'lighttpd';

export interface RealServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Whom the servers run as when the tests run as root: Apache refuses to be root itself. */
const USER = 'www-data';
const isRoot = process.getuid?.() === 0;
const PROGRAMS: Readonly<Record<ServerName, string>> = { apache: 'apache2', lighttpd: 'lighttpd' };

/** The version line of a server, undefined where it is not installed. */
export function versionOf(name: ServerName): string | undefined {
  const { status, stdout } = spawnSync(programOf(name), ['-v'], { encoding: 'utf8' });
  return status === 0 ? stdout.split('\n', 1)[0] : undefined;
}

/** Starts a server on the site and resolves when it accepts connections. */
export async function startReal(name: ServerName, site: Site): Promise<RealServer> {
  const folder = join(site.folder, name);
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  const port = await freePort();
  installNode(site);
  const path = searchPath(site);
  const config = join(folder, 'server.conf');
  writeFileSync(
    config,
    name === 'apache' ? apacheConfig(site, folder, port) : lighttpdConfig(site, folder, port, path),
  );
  const args = name === 'apache' ? ['-f', config, '-D', 'FOREGROUND'] : ['-D', '-f', config];
  // A process group of its own: Apache's end is a signal to its whole group, which would be ours.
  const child = spawn(programOf(name), args, { env: { PATH: path }, stdio: 'pipe', detached: true });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk));
  await untilAccepts(port, child, () => `${said}${logOf(folder)}`);
  return {
    port,
    async close() {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

/** PATH of the scripts: our own node before whatever else there is. */
export function searchPath(site: Site): string {
  return `${join(site.folder, 'bin')}:/usr/bin:/bin`;
}

/** Our node under a path that the servers' user may read, whatever folder this repository lies in. */
function installNode(site: Site): void {
  const bin = join(site.folder, 'bin');
  mkdirSync(bin, { recursive: true });
  const node = realpathSync(process.execPath);
  try {
    linkSync(node, join(bin, 'node'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') copyFileSync(node, join(bin, 'node'));
  }
  chmodSync(join(bin, 'node'), 0o755);
}

function apacheConfig(site: Site, folder: string, port: number): string {
  const modules = ['mpm_prefork', 'authz_core', 'mime', 'dir', 'alias', 'env', 'cgi'];
  return `
ServerRoot "${folder}"
PidFile "${folder}/pid"
ErrorLog "${folder}/log"
LogLevel warn
Listen 127.0.0.1:${port}
ServerName 127.0.0.1
${modules.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`).join('\n')}
TypesConfig /etc/mime.types
${isRoot ? `User ${USER}\nGroup ${USER}` : ''}
StartServers 1
MinSpareServers 1
MaxSpareServers 2
TimeOut 20
DocumentRoot "${site.public}"
ScriptAlias /cgi-bin "${site.root}"
<Directory "${site.root}">
  Require all granted
  Options +ExecCGI +FollowSymLinks
  DirectoryIndex index.js
</Directory>
<Directory "${site.public}">
  Require all granted
</Directory>
`;
}

function lighttpdConfig(site: Site, folder: string, port: number, path: string): string {
  return `
server.modules = ("mod_alias", "mod_setenv", "mod_cgi")
server.bind = "127.0.0.1"
server.port = ${port}
server.document-root = "${site.public}"
server.errorlog = "${folder}/log"
server.pid-file = "${folder}/pid"
${isRoot ? `server.username = "${USER}"\nserver.groupname = "${USER}"` : ''}
mimetype.assign = (".txt" => "text/plain")
index-file.names = ("index.js")
alias.url = ("/cgi-bin" => "${site.root}")
setenv.set-environment = ("PATH" => "${path}")
$HTTP["url"] =~ "^/cgi-bin/" {
  cgi.assign = ("" => "")
  cgi.local-redir = "enable"
}
`;
}

async function untilAccepts(port: number, child: ChildProcess, log: () => string): Promise<void> {
  const end = performance.now() + 10_000;
  while (!(await accepts(port))) {
    if (child.exitCode !== null || performance.now() > end) throw new Error(`Cannot start the server:\n${log()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function logOf(folder: string): string {
  try {
    return readFileSync(join(folder, 'log'), 'utf8');
  } catch {
    return '';
  }
}

function programOf(name: ServerName): string {
  return whereIs(PROGRAMS[name]) ?? PROGRAMS[name];
}
