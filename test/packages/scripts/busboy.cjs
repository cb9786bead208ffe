const { print } = require('./lib/print.cjs');
const busboy = require('busboy');
const parts = [];
const form = busboy({
  headers: { 'content-type': process.env.CONTENT_TYPE, 'content-length': process.env.CONTENT_LENGTH },
});
form.on('field', (name, value, info) => parts.push([name, value, info.mimeType]));
form.on('file', (name, stream, info) => {
  let size = 0;
  stream
    .on('data', (data) => {
      size += data.length;
    })
    .on('end', () => parts.push([name, size, info.filename, info.mimeType]));
});
form.on('close', () => print(parts));
process.stdin.pipe(form);
