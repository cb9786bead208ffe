import { z } from 'zod';
import { print } from './lib/print.mjs';

const User = z.object({
  name: z.string().min(2),
  age: z.coerce.number().int().optional(),
  mail: z.email(),
  kind: z.enum(['a', 'b']).default('a'),
  tags: z.array(z.string()).transform((list) => list.join()),
});
print(User.parse({ name: 'Ann', age: '3', mail: 'a@b.de', tags: ['x', 'y'] }));
const bad = User.safeParse({ name: 'A', mail: 'x', tags: 5 });
print(
  bad.success,
  bad.error.issues.map((issue) => [issue.path.join('.'), issue.code]),
);
print(z.toJSONSchema(z.object({ a: z.string() })));
