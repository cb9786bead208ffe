// What `freshcgi --help` says, of all commands or of one, and nothing else.
import { wantsColors } from '../log.ts';
import { COMMANDS, type CommandName } from './options.ts';

const TEXT = `# freshcgi  the cgi-bin for JavaScript
Drop a script in a folder, it answers HTTP, in a fresh V8 context every time.

# Usage
  freshcgi serve [dir] [options]     serve a folder of scripts (./cgi-bin)
  freshcgi run <script> [options]    run one script and print its answer
  freshcgi record [dir] [options]    serve, and write each exchange as a case
  freshcgi test [dir] [options]      play the cases and compare the answers
  freshcgi compare [dir] [options]   play them in node as well, and compare
  freshcgi doctor [dir] [options]    say what each script needs to run here
  freshcgi [command] --help | --version

# Serve
  --host ADDRESS       address to listen on (127.0.0.1)
  --port PORT          port to listen on, 0 for any free one (8080)
  --mount PATH         where the scripts appear (/cgi-bin)
  --static DIR         files to serve at /, never scripts
  --dev                show stacks and environments, to this machine only
  --trust-proxy IP     a proxy whose X-Forwarded fields count, may repeat

# Run
  --method M           request method (GET, or POST with data)
  --query Q            query string
  --header 'N: V'      request header field, may repeat
  --data TEXT          request body
  --data-file FILE     request body from a file, - for stdin
  --path-info PATH     path behind the script's name
  --include            print status line and header first
  --trace              tell on stderr what the run used
  --root DIR           folder of the scripts (the script's own)

# Record, test, compare
  --cases DIR          folder of the cases, *.http (./cases)
  --filter TEXT        only cases with this in their name
  --update             take the answers over (test)
  --format FORMAT      text, tap or junit (test, text)
  Folders of --allow-write are copied first: cases change nothing real.
  record takes the options of serve, too. compare also runs the scripts in
  node itself, where nothing confines them.

# Doctor
  --json               the same for programs

# Each run (all but doctor)
  --workers N          processes, each with one run at a time (one per core;
                       compare: half as many, run and record: one)
  --reload MODE        context, modules or never (context)
  --serialize HOW      none, or script: never beside itself (none)
  --timeout SECONDS    time of a run (30)
  --cpu SECONDS        CPU time of a run (10)
  --memory MIB         heap of a run (128)
  --max-body BYTES     largest request body (10485760)
  --queue N            requests that may wait for a worker (256)
  --allow-read DIR     a folder scripts may read, may repeat
  --allow-write DIR    a folder scripts may read and write, may repeat
  --env NAME=VALUE     a variable for every script, may repeat
  --lenient            mend malformed output where that is safe

# Exit code
  0 all is well (run: the answer is 2xx or 3xx), 1 it is not,
  2 the command line makes no sense

# Examples
  freshcgi serve ./cgi-bin --static ./public
  freshcgi run cgi-bin/guestbook.js --data 'name=Ada&text=Hello'
  freshcgi record --allow-write data     and click through the pages
  freshcgi test --allow-write data       after the next change
  freshcgi doctor && freshcgi compare    before a script is moved here
`;

/** The help text, with bold headings where a person reads it. */
export function helpText(isTTY: boolean, of?: CommandName): string {
  const colors = wantsColors(isTTY);
  return (of === undefined ? TEXT : textOf(of)).replace(/^# (.*)$/gm, (_line, heading: string) =>
    colors ? `\x1b[1m${heading}\x1b[0m` : heading,
  );
}

/** The same text, with what concerns one command. */
function textOf(command: CommandName): string {
  const concerns = (line: string): boolean | undefined => {
    const option = /^ {2}--([\w-]+)/.exec(line)?.[1];
    if (option !== undefined) return Object.hasOwn(COMMANDS[command].known, option);
    const name = /^ {2}freshcgi (\S+)/.exec(line)?.[1];
    return name === undefined ? undefined : name === command;
  };
  const [, ...sections] = TEXT.split('\n\n');
  const kept = sections.flatMap((section) => {
    const lines = section.split('\n');
    if (!lines.some((line) => concerns(line) === true)) return [];
    return [lines.filter((line) => concerns(line) !== false).join('\n')];
  });
  return `${kept.join('\n\n').trimEnd()}\n`;
}
