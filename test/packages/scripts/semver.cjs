const { print } = require('./lib/print.cjs');
const semver = require('semver');
print(
  semver.valid('v1.2.3'),
  semver.satisfies('1.5.0', '^1.2 || >3'),
  semver.sort(['1.10.0', '1.9.0', '1.9.0-rc.1']),
  semver.inc('1.2.3', 'minor'),
  semver.coerce('v4.6.3.9').version,
);
