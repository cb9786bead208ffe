// The version of this package, as a test holds it to package.json. Both sides.
export const VERSION = '0.1.0';
