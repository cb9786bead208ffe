// The rows of the checklist of CGI behaviour: each has its cases in the table, or the test that has it instead, or the reason why not.

const SECTIONS = { V: 32, H: 10, A: 7, S: 16, O: 33, R: 14, N: 1, D: 4, B: 13, F: 9, P: 6 } as const;

/** 'V01' … 'P06'. */
export const ROWS: readonly string[] = Object.entries(SECTIONS).flatMap(([letter, count]) =>
  Array.from({ length: count }, (_, i) => `${letter}${String(i + 1).padStart(2, '0')}`),
);

/** Rows that one request after the other cannot show, with the file of this folder that has a test named after them. */
export const ELSEWHERE: Readonly<Record<string, string>> = {
  V17: 'properties.test.ts',
  S14: 'unprivileged.test.ts',
  R14: 'pressure.test.ts',
  B01: 'streaming.test.ts',
  B02: 'streaming.test.ts',
  B06: 'uploads.test.ts',
  B12: 'uploads.test.ts',
  B13: 'uploads.test.ts',
  F05: 'pressure.test.ts',
  F06: 'pressure.test.ts',
  F07: 'pressure.test.ts',
  P05: 'growth.test.ts',
  P06: 'pressure.test.ts',
};

/** Parts of rows that freshcgi does not do, each with its reason. */
export const NOT_OFFERED: Readonly<Record<string, string>> = {
  V28: 'CONTEXT_PREFIX, CONTEXT_DOCUMENT_ROOT and SERVER_ADMIN are optional and Apache’s own: whoever needs one sets it with `env`',
  V29: 'no script is run as an error document: an app answers with whatever it likes, and error pages of the server are its own',
  O27: 'no option makes a connection field a 502: it is dropped and logged, which keeps the script working',
  O32: 'no option refuses a status line: it says unmistakably what is meant',
  D03: 'no option answers 304 for a script: it would throw away what was just computed, and a cache in front does it better',
  F06: 'no limit on the time in the queue of its own: its length times the wall limit bounds it, and a client that leaves takes its place along',
  N01: 'raw bytes cannot go through a web Response: the status line is parsed, the fields are passed on, the framing is the server’s',
};
