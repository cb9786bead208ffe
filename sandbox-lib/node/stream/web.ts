// node:stream/web. Inside the context. https://nodejs.org/api/webstreams.html

import { addLazyMembers } from '../../internal/lazy-members.ts';
import { CompressionStream, DecompressionStream } from '../../internal/web-streams/compression-streams.ts';
import {
  ByteLengthQueuingStrategy,
  CountQueuingStrategy,
  ReadableByteStreamController,
  ReadableStream,
  ReadableStreamBYOBReader,
  ReadableStreamBYOBRequest,
  ReadableStreamDefaultController,
  ReadableStreamDefaultReader,
  TransformStream,
  TransformStreamDefaultController,
  WritableStream,
  WritableStreamDefaultController,
  WritableStreamDefaultWriter,
} from '../../internal/web-streams/standard.ts';
import { TextDecoderStream, TextEncoderStream } from '../../internal/web-streams/text-streams.ts';

const web: Record<string, unknown> = addLazyMembers(
  {
    ReadableStream,
    ReadableStreamDefaultReader,
    ReadableStreamBYOBReader,
    ReadableStreamBYOBRequest,
    ReadableByteStreamController,
    ReadableStreamDefaultController,
    TransformStream,
    TransformStreamDefaultController,
    WritableStream,
    WritableStreamDefaultWriter,
    WritableStreamDefaultController,
    ByteLengthQueuingStrategy,
    CountQueuingStrategy,
  },
  {
    TextEncoderStream: () => TextEncoderStream,
    TextDecoderStream: () => TextDecoderStream,
    CompressionStream: () => CompressionStream,
    DecompressionStream: () => DecompressionStream,
  },
);
export default web;
