// php-fpm behind nginx: two processes of their own, one socket between them.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../../servers/listening.ts';
import type { Peer, RunningPeer } from './peer.ts';
import { ServerProcess, versionOf } from './server-process.ts';
import type { Site } from './site.ts';

const NGINX = '/usr/sbin/nginx';
const CHILDREN = 8;

/** Debian's name of the program has the version in it. */
const FPM = readdirSync('/usr/sbin').find((name) => /^php-fpm\d/.test(name)) ?? 'php-fpm';

export const phpFpm: Peer = {
  name: 'php-fpm',
  title: 'php-fpm',
  setup: `a static pool of ${CHILDREN} processes with opcache behind nginx with 2 workers`,
  needs: [
    { file: NGINX, package: 'nginx-light' },
    { file: `/usr/sbin/${FPM}`, package: 'php-fpm' },
  ],
  extension: '.php',
  versions: () => [`PHP ${versionOf(FPM, '-v')}`, `nginx ${versionOf('nginx', '-v')}`],
  start,
};

async function start(site: Site, cores: string): Promise<RunningPeer> {
  const folder = join(site.folder, 'php');
  mkdirSync(folder);
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const socket = join(folder, 'fpm.socket');
  const [fpmConfig, nginxConfig] = [join(folder, 'fpm.conf'), join(folder, 'nginx.conf')];
  writeFileSync(fpmConfig, fpmConfigOf(folder, socket, isRoot));
  writeFileSync(nginxConfig, nginxConfigOf(site, folder, socket, port, isRoot));
  const fpm = new ServerProcess({ program: `/usr/sbin/${FPM}`, args: ['-F', '-y', fpmConfig] }, cores);
  const nginx = new ServerProcess({ program: NGINX, args: ['-c', nginxConfig, '-p', folder] }, cores);
  await fpm.accepts(socket);
  await nginx.accepts(port);
  return {
    port,
    pid: nginx.pid,
    async stop() {
      await nginx.stop();
      await fpm.stop();
    },
  };
}

function fpmConfigOf(folder: string, socket: string, isRoot: boolean): string {
  return `[global]
error_log = ${folder}/fpm.log
daemonize = no
[www]
${isRoot ? 'user = www-data\ngroup = www-data\nlisten.owner = www-data' : ''}
listen = ${socket}
listen.backlog = 511
pm = static
pm.max_children = ${CHILDREN}
php_admin_value[post_max_size] = 16M
`;
}

/**
 * Connections to php-fpm are not kept: with more clients than processes a kept one holds a process that others wait for (p99 was 200 ms).
 * Buffers large enough that neither an upload nor a page goes through a file.
 */
function nginxConfigOf(site: Site, folder: string, socket: string, port: number, isRoot: boolean): string {
  return `daemon off;
worker_processes 2;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log error;
${isRoot ? 'user www-data;' : ''}
events { worker_connections 2048; }
http {
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path ${folder}/body;
  fastcgi_temp_path ${folder}/fastcgi;
  proxy_temp_path ${folder}/proxy;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  client_max_body_size 16m;
  client_body_buffer_size 2m;
  server {
    listen 127.0.0.1:${port} backlog=1024;
    location /cgi-bin/ {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME ${site.folder}$fastcgi_script_name;
      fastcgi_buffers 64 32k;
      fastcgi_pass unix:${socket};
    }
  }
}
`;
}
