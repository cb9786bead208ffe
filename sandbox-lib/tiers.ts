// What of Node's modules works inside a run, as data: docs/compatibility.md is made from it, and a test holds it to the library and to
// Node itself. Runs in node only; the library never loads it.

/**
 * - works: as in Node
 * - partial: works but for what the note says
 * - grant: works where the engine was given a grant
 * - refused: throws ERR_SANDBOX_REFUSED, for the reason in the note
 */
export type Tier = 'works' | 'partial' | 'grant' | 'refused';

export interface MemberTier {
  readonly tier: Tier;
  readonly note: string;
  /** Partial, and every call fails, with the error of a system that forbids it. */
  readonly fails?: true;
}

export interface ModuleTier {
  readonly tier: Tier;
  readonly note?: string;
  /** Members whose tier differs from the module's; several names in one key are separated by spaces. */
  readonly members?: Readonly<Record<string, MemberTier>>;
  /** Another name for this module, with its members. */
  readonly as?: string;
  /** Members of Node's that are not there at all. */
  readonly absent?: string;
}

const works = (note: string): MemberTier => ({ tier: 'works', note });
const partial = (note: string): MemberTier => ({ tier: 'partial', note });
const grant = (note: string): MemberTier => ({ tier: 'grant', note });
const fails = (note: string): MemberTier => ({ tier: 'partial', note, fails: true });
const refused = (note: string): MemberTier => ({ tier: 'refused', note });

const SOCKETS = 'a run opens no sockets: let the app around the engine fetch, or read files that it keeps up to date';
const PROCESSES = 'a run starts no processes: do it in JavaScript, or beside the engine';
const MESSAGES = partial('between ends in one run; one that waits does not keep the run alive');
const CODES = works('error codes and flags');
const DNS_CODES =
  'NODATA FORMERR SERVFAIL NOTFOUND NOTIMP REFUSED BADQUERY BADNAME BADFAMILY BADRESP CONNREFUSED TIMEOUT EOF FILE NOMEM DESTRUCTION BADSTR BADFLAGS NONAME BADHINTS NOTINITIALIZED LOADIPHLPAPI ADDRGETNETWORKPARAMS CANCELLED';

/** By the name that require() takes; names that need `node:` carry it. */
export const MODULE_TIERS: Readonly<Record<string, ModuleTier>> = {
  assert: { tier: 'works' },
  'assert/strict': { tier: 'works' },
  async_hooks: {
    tier: 'partial',
    note: "AsyncLocalStorage follows ticks, timers, immediates, microtasks and the library's own calls exactly. After an `await`, and in then(), code sees the store of what settled the promise: the same as in Node unless another flow settles it (a lock, a shared queue), or more than 512 continuations in a row never ask for a store",
    members: {
      createHook: partial(
        'told of AsyncResource, timers, immediates, ticks, queueMicrotask(), fs and random bytes; not of promises (V8 reports none to a sandbox) and other work of the host',
      ),
      'executionAsyncId triggerAsyncId executionAsyncResource': partial(
        "known inside an AsyncResource's scope; while a hook is enabled, in what it is told of, too",
      ),
      asyncWrapProviders: partial('no native part reports work'),
    },
  },
  buffer: { tier: 'works' },
  child_process: { tier: 'refused', note: PROCESSES, absent: '_forkChild' },
  cluster: {
    tier: 'refused',
    note: PROCESSES,
    members: {
      'isMaster isPrimary isWorker settings workers SCHED_NONE SCHED_RR schedulingPolicy': works(
        'says that this is the primary, without workers',
      ),
    },
  },
  console: {
    tier: 'works',
    absent: '_stdoutErrorHandler _stderrErrorHandler _ignoreErrors createTask',
    note: 'without an inspector behind it: profile(), profileEnd(), timeStamp() do nothing, as in a node without one; like Console they stand behind the object, where Object.keys() does not show them',
  },
  constants: { tier: 'works', absent: 'defaultCipherList' },
  crypto: {
    tier: 'partial',
    note: "the host's OpenSSL. Sizes, memory and rounds are bounded by the limits of the run (ERR_SANDBOX_LIMIT), and so are hashes, ciphers and the like that are open at the same time (256). Functions with a callback do their work at once and call back later.",
    members: {
      parsePKCS12: refused('the bundle itself says how long it takes: keep keys and certificates as PEM'),
      'setEngine setFips': refused('it would change the worker for all scripts'),
    },
  },
  dgram: { tier: 'refused', note: SOCKETS },
  diagnostics_channel: { tier: 'works' },
  dns: { tier: 'refused', note: SOCKETS, members: { [`${DNS_CODES} ADDRCONFIG ALL V4MAPPED`]: CODES } },
  'dns/promises': { tier: 'refused', note: SOCKETS, members: { [DNS_CODES]: CODES } },
  domain: {
    tier: 'partial',
    note: 'code after an await is in no domain, and an unhandled rejection goes to the process: V8 reports no promises to a sandbox',
  },
  events: { tier: 'works', absent: 'kMaxEventTargetListeners kMaxEventTargetListenersWarned' },
  fs: {
    tier: 'grant',
    note: 'reads the script root and --allow-read, writes --allow-write; outside EACCES; descriptors belong to the run and are closed with it',
    members: {
      'watch watchFile': refused('a run ends with its request: compare fs.statSync().mtimeMs at each request'),
      'symlink symlinkSync': fails("EPERM under Node's permission model, which is the worker's second wall"),
      'chown chownSync fchown fchownSync lchown lchownSync': partial(
        'EPERM: a run changes no owners; the owner it has already is no change',
      ),
      'fsync fsyncSync fdatasync fdatasyncSync': partial(
        "under Node's permission model: the file is opened synchronously instead",
      ),
      'open openSync': grant('special files (sockets, devices) are refused but for /dev/null and the standard streams'),
      Utf8Stream: refused('use fs.createWriteStream()'),
    },
  },
  'fs/promises': { tier: 'grant', note: 'as fs', members: { watch: refused('as fs.watch()') } },
  http: {
    tier: 'refused',
    note: SOCKETS,
    members: {
      'METHODS STATUS_CODES maxHeaderSize validateHeaderName validateHeaderValue setMaxIdleHTTPParsers': works(''),
      'Agent IncomingMessage ServerResponse': refused(
        'their prototypes are there to be extended; only making one is refused',
      ),
      globalAgent: partial('there to be looked at'),
    },
  },
  http2: { tier: 'refused', note: SOCKETS, members: { constants: partial('empty'), sensitiveHeaders: works('') } },
  https: { tier: 'refused', note: SOCKETS, members: { globalAgent: partial('there to be looked at') } },
  inspector: {
    tier: 'refused',
    note: 'a run cannot be debugged from inside: log on stderr',
    absent: 'Network NetworkResources DOMStorage',
    members: { url: works('undefined: there is no inspector'), console: works('') },
  },
  'inspector/promises': {
    tier: 'refused',
    note: 'as inspector',
    members: { url: works('undefined: there is no inspector'), console: works('') },
    absent: 'Network NetworkResources DOMStorage',
  },
  module: {
    tier: 'partial',
    note: 'the worker finds, reads and compiles files; what scripts replace in Module is used',
    members: {
      'register registerHooks stripTypeScriptTypes': refused('modules are compiled outside of the script'),
      syncBuiltinESMExports: refused('the names imported from a built-in are fixed'),
      'enableCompileCache flushCompileCache getCompileCacheDir findSourceMap': partial('there is nothing to find'),
    },
    absent: '_stat _readPackage SourceMap getSourceMapsSupport setSourceMapsSupport',
  },
  net: {
    tier: 'refused',
    note: SOCKETS,
    absent: '_createServerHandle _normalizeArgs _TransferredBoundSocket',
    members: {
      'isIP isIPv4 isIPv6 getDefaultAutoSelectFamily setDefaultAutoSelectFamily getDefaultAutoSelectFamilyAttemptTimeout setDefaultAutoSelectFamilyAttemptTimeout':
        works(''),
    },
  },
  os: {
    tier: 'partial',
    note: 'harmless constants: every run sees the same machine',
    members: {
      'hostname networkInterfaces userInfo cpus loadavg uptime freemem totalmem': partial('do not show the host'),
      setPriority: partial('a number that this run alone sees'),
    },
  },
  path: { tier: 'works' },
  'path/posix': { tier: 'works' },
  'path/win32': { tier: 'works' },
  perf_hooks: {
    tier: 'partial',
    note: 'performance.now() counts from the start of the run',
    members: {
      'createSlidingWindowHistogram importHistogram': refused('use createHistogram()'),
      createHistogram: partial('without the statistical tests, subtract() and recordCorrected()'),
      eventLoopUtilization: partial('a run waits for no events'),
    },
  },
  process: {
    tier: 'partial',
    note: 'members stand behind the object until a script uses them: `in` finds them all, Object.keys() and hasOwnProperty() those that were used',
    absent: 'noProcessWarnings',
    members: {
      env: partial(
        'the CGI environment of the request; what else the engine was given with --env. Setting TZ does not change the zone of dates: --env TZ=… does',
      ),
      'cwd chdir': works('virtual: they belong to the run'),
      'stdin stdout stderr': works('the request body, the response, the log; never terminals'),
      'exit exitCode reallyExit': partial('exit() cannot be caught'),
      abort: refused('the worker outlives the run: end the run with process.exit(134)'),
      on: partial(
        "'unhandledRejection' comes with a copy of the error and a promise of its own, for the first rejection of a turn only, and 'rejectionHandled' never comes: isolated-vm hands out no more; signals never arrive",
      ),
      'memoryUsage cpuUsage threadCpuUsage resourceUsage': partial("the worker's; what is not counted per run is 0"),
      'constrainedMemory availableMemory': works("the run's memory limit"),
      'kill _kill': refused(
        'a run can signal no process, but may ask for its own with signal 0: end the run with process.exit()',
      ),
      'setuid setgid seteuid setegid setgroups initgroups': refused(
        'all runs share the user of the engine: start the engine as that user',
      ),
      'getuid geteuid getgid getegid getgroups': partial('nobody, as os.userInfo()'),
      execve: refused('a run cannot become another program'),
      dlopen: refused('native code would leave the sandbox: use JavaScript or WebAssembly'),
      binding: partial("of node's internals only binding('util'), the checks of types"),
      _linkedBinding: refused("node's internals do not exist in a run"),
      report: refused('a report shows the host: log on stderr'),
      _debugProcess: refused('a run cannot be debugged from inside'),
      'allowedNodeEnvironmentFlags execArgv moduleLoadList': partial('empty: no flags reach a run'),
      ppid: partial('0'),
      'title debugPort': partial('a value that this run alone sees'),
      config: partial('empty'),
      umask: works("the run's own"),
      setSourceMapsEnabled: partial('taken, but stacks stay those of the files that run'),
      finalization: partial('FinalizationRegistry never calls back in a run: what is left at the end is finalized'),
    },
  },
  punycode: { tier: 'works' },
  querystring: { tier: 'works' },
  readline: {
    tier: 'works',
    note: 'over streams; { terminal: true } edits with the keys that a stream sends, without the jobs and signals of a real terminal',
  },
  'readline/promises': { tier: 'works', note: 'as readline' },
  repl: {
    tier: 'refused',
    note: 'a run has no terminal',
    members: { 'REPL_MODE_SLOPPY REPL_MODE_STRICT': works('constants') },
    absent: 'builtinModules _builtinLibs',
  },
  stream: { tier: 'works' },
  'stream/consumers': { tier: 'works' },
  'stream/promises': { tier: 'works' },
  'stream/web': {
    tier: 'works',
    absent: 'ReadableStreamTee',
    note: 'web-streams-polyfill; errors carry the codes of node, those about arguments words of their own',
  },
  string_decoder: { tier: 'works' },
  sys: { tier: 'partial', note: 'as util', as: 'util' },
  timers: { tier: 'works' },
  'timers/promises': { tier: 'works' },
  tls: {
    tier: 'refused',
    note: SOCKETS,
    members: {
      'CLIENT_RENEG_LIMIT CLIENT_RENEG_WINDOW DEFAULT_ECDH_CURVE DEFAULT_MIN_VERSION DEFAULT_MAX_VERSION':
        works('constants'),
      rootCertificates: partial('empty'),
    },
    absent: 'DEFAULT_CIPHERS',
  },
  trace_events: {
    tier: 'refused',
    note: 'traces are files of the whole worker',
    members: { getEnabledCategories: works('none') },
  },
  tty: { tier: 'refused', note: 'a run has no terminal', members: { isatty: works('false') } },
  url: { tier: 'works' },
  util: {
    tier: 'partial',
    members: {
      'inspect format': partial(
        'a promise shows as <pending> and a weak collection as <items unknown>: V8 tells a sandbox no more; to show what a Map iterator has left, it is read and given once more',
      ),
      'debounce throttle': refused('experimental in Node and not there yet: use setTimeout()'),
      setTraceSigInt: refused('a run receives no signals'),
    },
  },
  'util/types': { tier: 'works' },
  v8: {
    tier: 'refused',
    note: 'a heap is shared by the runs of a worker: use process.memoryUsage(), structuredClone() and JSON',
    absent: 'promiseHooks startupSnapshot',
  },
  vm: {
    tier: 'partial',
    note: "up to 100 contexts, of the run's own memory and time. V8 lets no context see the global object of another: a result, a property of the sandbox object and an argument of its functions is a view of it, but one that is deeper inside of objects throws a TypeError ('no access') when it is looked at. Functions and variables that code declares become properties of the sandbox object when it has run, others at once; an indirect eval in a function called from outside gives undefined; microtaskMode is refused",
    members: {
      measureMemory: refused('call process.memoryUsage()'),
      'Script runInThisContext runInContext runInNewContext compileFunction': partial(
        'what strict code, code that deletes a variable, or, if later code can see its names, code with let, const or class at its top level throws comes as a copy; there is no import(); cached data only marks its text',
      ),
    },
  },
  wasi: { tier: 'refused', note: 'its system calls are not confined: use WebAssembly with imports of your own' },
  worker_threads: {
    tier: 'refused',
    note: 'a run has one thread',
    absent: 'locks',
    members: {
      moveMessagePortToContext: partial('no port moves: an open one is refused'),
      'BroadcastChannel MessageChannel MessagePort receiveMessageOnPort': MESSAGES,
      'markAsUncloneable markAsUntransferable isMarkedAsUntransferable': works(''),
      'getEnvironmentData setEnvironmentData': works(''),
      'isMainThread isInternalThread threadId threadName': works('says that this is the main thread'),
      'resourceLimits parentPort workerData SHARE_ENV': works('as in the main thread'),
    },
  },
  zlib: {
    tier: 'partial',
    note: "the host's zlib, brotli and zstd. One result is at most half the memory of the run (ERR_BUFFER_TOO_LARGE); brotli windows beyond 24 bits, zstd tables beyond 27 bits and what streams together would take beyond the memory of the run are refused (ERR_SANDBOX_LIMIT)",
    members: {
      'ZipEntry ZipFile ZipBuffer createZipArchive createZipArchiveSync zipFiles getMaxZipContentSize setMaxZipContentSize':
        refused('ZIP archives: use a package'),
    },
  },
  'node:ffi': { tier: 'refused', note: 'native code would leave the sandbox; not even its name is known', absent: '*' },
  'node:sea': { tier: 'refused', note: 'the engine is no single executable', members: { isSea: works('false') } },
  'node:sqlite': {
    tier: 'refused',
    note: 'its native code would leave the sandbox: use a database in JavaScript or WebAssembly, or files',
    members: { constants: partial('empty') },
  },
  'node:test': {
    tier: 'partial',
    note: 'tests, suites and hooks, told as TAP; mocks but for timers and modules; no snapshots, timeouts, only or reporters',
    absent: 'snapshot assert',
    members: { 'run expectFailure': refused('a request is no test run: use the node command') },
  },
  'node:test/reporters': { tier: 'refused', note: 'a request is no test run' },
};

/** Globals that are not as in Node. */
export const GLOBAL_TIERS: ModuleTier = {
  tier: 'partial',
  members: {
    globalThis: partial(
      'globals of Node stand behind it until a script uses them: `in` finds them all, Object.keys() and hasOwnProperty() those that were used',
    ),
    FinalizationRegistry: partial('is there and never calls back'),
    'BroadcastChannel MessageChannel MessagePort': MESSAGES,
    'Request Response FormData': works('without fetch; formData() keeps within the limits of the cgi module'),
    'WebAssembly SharedArrayBuffer Atomics': works("V8's own; memory is bounded from outside"),
    'fetch WebSocket': refused(SOCKETS),
  },
  absent: 'Navigator navigator Storage localStorage sessionStorage',
};
