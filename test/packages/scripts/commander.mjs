import { Command } from 'commander';
import { print } from './lib/print.mjs';

const program = new Command('tool')
  .exitOverride()
  .configureOutput({ writeErr: (text) => print(text.trim()), writeOut: (text) => print(text.trim()) });
program
  .option('-p, --port <n>', 'port', Number, 80)
  .argument('<file>')
  .action((file, options) => print(file, options));
program.parse(['node', 'tool', '-p', '8080', 'x.txt']);
try {
  program.parse(['node', 'tool', '--nope']);
} catch (error) {
  print(error.code);
}
print(program.helpInformation());
