#!/usr/bin/env node
// Starts freshcgi under a Node that can run it. Old syntax on purpose: an old Node must get far enough to say what is wrong.
'use strict';

var childProcess = require('child_process');
var fs = require('fs');
var path = require('path');

var OLDEST = 24;
var RELAUNCHED = 'FRESHCGI_RELAUNCHED';

function fail(sentence) {
  process.stderr.write('freshcgi: ' + sentence + '\n');
  process.exit(1);
}

function isNewEnough(version) {
  return parseInt(String(version).replace(/^v/, ''), 10) >= OLDEST;
}

/** The nearest node_modules/.bin/node from a folder upward that is new enough. */
function findNode(folder) {
  for (;;) {
    var candidate = path.join(folder, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
    if (fs.existsSync(candidate)) {
      var shell = process.platform === 'win32';
      var asked = childProcess.spawnSync(candidate, ['--version'], { encoding: 'utf8', timeout: 10000, shell: shell });
      if (asked.status === 0 && isNewEnough(asked.stdout)) return candidate;
    }
    var parent = path.dirname(folder);
    if (parent === folder) return null;
    folder = parent;
  }
}

function relaunch(node) {
  var env = {};
  Object.keys(process.env).forEach((name) => {
    env[name] = process.env[name];
  });
  env[RELAUNCHED] = '1';
  // The channel carries nothing: its end tells the child that this process is gone, however that came about.
  var child = childProcess.spawn(node, [__filename].concat(process.argv.slice(2)), {
    env: env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    shell: process.platform === 'win32',
  });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach((signal) => {
    process.on(signal, () => {
      child.kill(signal);
    });
  });
  child.on('error', (error) => {
    fail('Cannot start "' + node + '": ' + error.message);
  });
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else {
      process.exit(code);
    }
  });
}

function start() {
  var main = path.join(__dirname, '..', '..', 'dist', 'adapters', 'cli', 'main.js');
  if (!fs.existsSync(main)) fail('Cannot find "' + main + '": run "npm run build" first');
  require(main).start(process.argv.slice(2));
}

if (isNewEnough(process.version)) {
  start();
} else {
  var node = process.env[RELAUNCHED] ? null : findNode(process.cwd()) || findNode(__dirname);
  if (node === null) {
    fail(
      'needs Node ' + OLDEST + ' or newer, this is ' + process.version + ', and no newer one is in node_modules/.bin',
    );
  }
  relaunch(node);
}
