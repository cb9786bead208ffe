const { print } = require('./lib/print.cjs');
const { parseString, Builder } = require('xml2js');
parseString('<r a="1"><x>2</x><x>3</x></r>', (error, result) =>
  print(error, JSON.stringify(result), new Builder().buildObject(result)),
);
parseString('<r>', (error) => print(error.message.split('\n')[0]));
