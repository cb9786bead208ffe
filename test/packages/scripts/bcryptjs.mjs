import bcrypt from 'bcryptjs';
import { print } from './lib/print.mjs';

print(
  bcrypt.hashSync('secret', '$2b$04$abcdefghijklmnopqrstuu'),
  await bcrypt.compare('secret', await bcrypt.hash('secret', 4)),
  bcrypt.compareSync('x', '$2b$04$abcdefghijklmnopqrstuu'),
);
