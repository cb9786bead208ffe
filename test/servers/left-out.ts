// Cases of the table that no other server can be asked, each with its reason.
export const LEFT_OUT: Readonly<Record<string, string>> = {
  'O20-endless': 'a script that never ends: how long another server puts up with it is a matter of its configuration',
  V30: 'a real process inherits what its server was started with: which variables is a matter of how',
  V31: 'variables that freshcgi is configured with',
  V32: 'variables that freshcgi is configured with',
};
