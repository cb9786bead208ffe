const { print } = require('./lib/print.cjs');
const iconv = require('iconv-lite');
print(
  iconv.encode('Grüße €', 'win1252'),
  iconv.decode(Buffer.from([0x93, 0xfa, 0x96, 0x7b]), 'Shift_JIS'),
  iconv.encode('日本', 'EUC-JP'),
  iconv.decode(Buffer.from('ÿþa', 'latin1'), 'utf16'),
  iconv.encodingExists('koi8-r'),
  iconv.encode('привет', 'koi8-r').toString('hex'),
);
