const { print } = require('./lib/print.cjs');
const winston = require('winston');
const log = winston.createLogger({
  format: winston.format.combine(winston.format.errors({ stack: false }), winston.format.json()),
  transports: [new winston.transports.Console()],
});
log.info('hello', { a: 1 });
log.warn('careful');
log.debug('hidden');
log.on('finish', () => print('finished'));
log.end();
