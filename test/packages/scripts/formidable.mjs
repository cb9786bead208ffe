import stream from 'node:stream';
import formidable from 'formidable';
import { print } from './lib/print.mjs';

const headers = { 'content-type': process.env.CONTENT_TYPE, 'content-length': process.env.CONTENT_LENGTH };
const request = Object.assign(stream.Readable.from(process.stdin), { headers });
const form = formidable({ fileWriteStreamHandler: () => new stream.PassThrough().resume() });
const [fields, files] = await form.parse(request);
print(
  fields,
  Object.values(files)
    .flat()
    .map((file) => [file.originalFilename, file.mimetype, file.size]),
);
