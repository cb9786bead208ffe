// Buffer.prototype's read… and write… methods. Inside the context. https://nodejs.org/api/buffer.html#bufreadbigint64beoffset
import {
  readDouble,
  readFloat,
  readInt64,
  readUInt64,
  writeDouble,
  writeFloat,
  writeInt64,
  writeUInt64,
} from './buffer-floats.ts';
import { readSigned, readSized, readUnsigned, writeSigned, writeSized, writeUnsigned } from './buffer-integers.ts';

type Read<T = number> = (offset?: number) => T;
type Write<T = number> = (value: T, offset?: number) => number;
type ReadSized = (offset: number, byteLength: number) => number;
type WriteSized = (value: number, offset: number, byteLength: number) => number;

type Sized = 'UIntLE' | 'UIntBE' | 'UintLE' | 'UintBE' | 'IntLE' | 'IntBE';
type Big = `Big${'UInt' | 'Uint' | 'Int'}64${'LE' | 'BE'}`;
type Fixed =
  | `${'UInt' | 'Uint' | 'Int'}${'8' | '16LE' | '16BE' | '32LE' | '32BE'}`
  | `${'Float' | 'Double'}${'LE' | 'BE'}`;

export type NumberMethods = { [K in Sized as `read${K}`]: ReadSized } & { [K in Sized as `write${K}`]: WriteSized } & {
  [K in Big as `read${K}`]: Read<bigint>;
} & { [K in Big as `write${K}`]: Write<bigint> } & { [K in Fixed as `read${K}`]: Read } & {
  [K in Fixed as `write${K}`]: Write;
};

type Bytes = Uint8Array;

/** The methods, each under its first name. */
const methods = {
  readBigUInt64LE(this: Bytes, offset = 0) {
    return readUInt64(this, offset, true);
  },
  readBigUInt64BE(this: Bytes, offset = 0) {
    return readUInt64(this, offset, false);
  },
  readBigInt64LE(this: Bytes, offset = 0) {
    return readInt64(this, offset, true);
  },
  readBigInt64BE(this: Bytes, offset = 0) {
    return readInt64(this, offset, false);
  },
  writeBigUInt64LE(this: Bytes, value: bigint, offset = 0) {
    return writeUInt64(this, value, offset, true);
  },
  writeBigUInt64BE(this: Bytes, value: bigint, offset = 0) {
    return writeUInt64(this, value, offset, false);
  },
  writeBigInt64LE(this: Bytes, value: bigint, offset = 0) {
    return writeInt64(this, value, offset, true);
  },
  writeBigInt64BE(this: Bytes, value: bigint, offset = 0) {
    return writeInt64(this, value, offset, false);
  },
  readUIntLE(this: Bytes, offset: number, byteLength: number) {
    return readSized(this, offset, byteLength, true, false);
  },
  readUInt32LE(this: Bytes, offset = 0) {
    return readUnsigned(this, offset, 4, true);
  },
  readUInt16LE(this: Bytes, offset = 0) {
    return readUnsigned(this, offset, 2, true);
  },
  readUInt8(this: Bytes, offset = 0) {
    return readUnsigned(this, offset, 1, true);
  },
  readUIntBE(this: Bytes, offset: number, byteLength: number) {
    return readSized(this, offset, byteLength, false, false);
  },
  readUInt32BE(this: Bytes, offset = 0) {
    return readUnsigned(this, offset, 4, false);
  },
  readUInt16BE(this: Bytes, offset = 0) {
    return readUnsigned(this, offset, 2, false);
  },
  readIntLE(this: Bytes, offset: number, byteLength: number) {
    return readSized(this, offset, byteLength, true, true);
  },
  readInt32LE(this: Bytes, offset = 0) {
    return readSigned(this, offset, 4, true);
  },
  readInt16LE(this: Bytes, offset = 0) {
    return readSigned(this, offset, 2, true);
  },
  readInt8(this: Bytes, offset = 0) {
    return readSigned(this, offset, 1, true);
  },
  readIntBE(this: Bytes, offset: number, byteLength: number) {
    return readSized(this, offset, byteLength, false, true);
  },
  readInt32BE(this: Bytes, offset = 0) {
    return readSigned(this, offset, 4, false);
  },
  readInt16BE(this: Bytes, offset = 0) {
    return readSigned(this, offset, 2, false);
  },
  writeUIntLE(this: Bytes, value: number, offset: number, byteLength: number) {
    return writeSized(this, value, offset, byteLength, true, false);
  },
  writeUInt32LE(this: Bytes, value: number, offset = 0) {
    return writeUnsigned(this, value, offset, 4, true);
  },
  writeUInt16LE(this: Bytes, value: number, offset = 0) {
    return writeUnsigned(this, value, offset, 2, true);
  },
  writeUInt8(this: Bytes, value: number, offset = 0) {
    return writeUnsigned(this, value, offset, 1, true);
  },
  writeUIntBE(this: Bytes, value: number, offset: number, byteLength: number) {
    return writeSized(this, value, offset, byteLength, false, false);
  },
  writeUInt32BE(this: Bytes, value: number, offset = 0) {
    return writeUnsigned(this, value, offset, 4, false);
  },
  writeUInt16BE(this: Bytes, value: number, offset = 0) {
    return writeUnsigned(this, value, offset, 2, false);
  },
  writeIntLE(this: Bytes, value: number, offset: number, byteLength: number) {
    return writeSized(this, value, offset, byteLength, true, true);
  },
  writeInt32LE(this: Bytes, value: number, offset = 0) {
    return writeSigned(this, value, offset, 4, true);
  },
  writeInt16LE(this: Bytes, value: number, offset = 0) {
    return writeSigned(this, value, offset, 2, true);
  },
  writeInt8(this: Bytes, value: number, offset = 0) {
    return writeSigned(this, value, offset, 1, true);
  },
  writeIntBE(this: Bytes, value: number, offset: number, byteLength: number) {
    return writeSized(this, value, offset, byteLength, false, true);
  },
  writeInt32BE(this: Bytes, value: number, offset = 0) {
    return writeSigned(this, value, offset, 4, false);
  },
  writeInt16BE(this: Bytes, value: number, offset = 0) {
    return writeSigned(this, value, offset, 2, false);
  },
  readFloatLE(this: Bytes, offset = 0) {
    return readFloat(this, offset, true);
  },
  readFloatBE(this: Bytes, offset = 0) {
    return readFloat(this, offset, false);
  },
  readDoubleLE(this: Bytes, offset = 0) {
    return readDouble(this, offset, true);
  },
  readDoubleBE(this: Bytes, offset = 0) {
    return readDouble(this, offset, false);
  },
  writeFloatLE(this: Bytes, value: number, offset = 0) {
    return writeFloat(this, value, offset, true);
  },
  writeFloatBE(this: Bytes, value: number, offset = 0) {
    return writeFloat(this, value, offset, false);
  },
  writeDoubleLE(this: Bytes, value: number, offset = 0) {
    return writeDouble(this, value, offset, true);
  },
  writeDoubleBE(this: Bytes, value: number, offset = 0) {
    return writeDouble(this, value, offset, false);
  },
};

/** The methods with node's second spelling of each unsigned one: readUint8 beside readUInt8. */
export const numberMethods: NumberMethods = {
  ...methods,
  readBigUint64LE: methods.readBigUInt64LE,
  readBigUint64BE: methods.readBigUInt64BE,
  writeBigUint64LE: methods.writeBigUInt64LE,
  writeBigUint64BE: methods.writeBigUInt64BE,
  readUintLE: methods.readUIntLE,
  readUint32LE: methods.readUInt32LE,
  readUint16LE: methods.readUInt16LE,
  readUint8: methods.readUInt8,
  readUintBE: methods.readUIntBE,
  readUint32BE: methods.readUInt32BE,
  readUint16BE: methods.readUInt16BE,
  writeUintLE: methods.writeUIntLE,
  writeUint32LE: methods.writeUInt32LE,
  writeUint16LE: methods.writeUInt16LE,
  writeUint8: methods.writeUInt8,
  writeUintBE: methods.writeUIntBE,
  writeUint32BE: methods.writeUInt32BE,
  writeUint16BE: methods.writeUInt16BE,
};
