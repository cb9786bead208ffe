#!/usr/bin/env node
// Starts freshcgi under a Node that can run it. Old syntax on purpose (and no linter that would modernise it): an old Node must
// get far enough to say what is wrong.
'use strict';

var childProcess = require('child_process');
var fs = require('fs');
var path = require('path');

var OLDEST = 24;
var RELAUNCHED = 'FRESHCGI_RELAUNCHED';
var onWindows = process.platform === 'win32';

function fail(sentence) {
  process.stderr.write('freshcgi: ' + sentence + '\n');
  process.exit(1);
}

function isNewEnough(version) {
  return parseInt(String(version).replace(/^v/, ''), 10) >= OLDEST;
}

function answersNewEnough(node) {
  var asked = childProcess.spawnSync(node, ['--version'], { encoding: 'utf8', timeout: 10000, shell: onWindows });
  return asked.status === 0 && isNewEnough(asked.stdout);
}

/** The nearest node_modules/.bin/node from a folder upward that is new enough. */
function findNode(folder) {
  var node = path.join(folder, 'node_modules', '.bin', onWindows ? 'node.cmd' : 'node');
  if (fs.existsSync(node) && answersNewEnough(node)) return node;
  return path.dirname(folder) === folder ? null : findNode(path.dirname(folder));
}

function relaunch(node) {
  var env = {};
  Object.keys(process.env).forEach(function (name) {
    env[name] = process.env[name];
  });
  env[RELAUNCHED] = '1';
  // The channel carries nothing: its end tells the child that this process is gone, however that came about.
  var child = childProcess.spawn(node, [__filename].concat(process.argv.slice(2)), {
    env: env,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    shell: onWindows,
  });
  ['SIGINT', 'SIGTERM', 'SIGHUP'].forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  child.on('error', function (error) {
    fail('Cannot start "' + node + '": ' + error.message);
  });
  child.on('exit', function (code, signal) {
    if (signal === null) process.exit(code);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}

function start() {
  var main = path.join(__dirname, '..', '..', 'dist', 'adapters', 'cli', 'main.js');
  if (!fs.existsSync(main)) fail('Cannot find "' + main + '": run "npm run build" first');
  require(main).start(process.argv.slice(2));
}

function startElsewhere() {
  var node = process.env[RELAUNCHED] ? null : findNode(process.cwd()) || findNode(__dirname);
  if (node !== null) return relaunch(node);
  fail('needs Node ' + OLDEST + ' or newer: this is ' + process.version + ', and node_modules/.bin has no newer one');
}

if (isNewEnough(process.version)) start();
else startElsewhere();
