const { print } = require('./lib/print.cjs');
const jwt = require('jsonwebtoken');
const token = jwt.sign({ sub: 'x', iat: 1700000000 }, 'secret', { expiresIn: '100y' });
print(token, jwt.verify(token, 'secret'));
try {
  jwt.verify(token, 'other');
} catch (error) {
  print(error.name, error.message);
}
print(jwt.decode(token, { complete: true }).header);
