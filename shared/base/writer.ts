/** Writes our binary formats: lib0's encoding with the few shapes we use. */
import * as encoding from 'lib0/encoding';
import { encodeUtf8 } from 'lib0/string';

export type Writer = {
  u8: (value: number) => Writer;
  /** Unsigned LEB128, up to 2^53 - 1. */
  varuint: (value: number) => Writer;
  /** Exactly these bytes; the reader must know the length. */
  raw: (bytes: Uint8Array) => Writer;
  /** Length as varuint, then the bytes. */
  bytes: (bytes: Uint8Array) => Writer;
  text: (text: string) => Writer;
  length: () => number;
  done: () => Uint8Array;
};

export const createWriter = (): Writer => {
  const encoder = encoding.createEncoder();
  const writer: Writer = {
    u8: (value) => (encoding.writeUint8(encoder, value), writer),
    varuint: (value) => (encoding.writeVarUint(encoder, value), writer),
    raw: (bytes) => (encoding.writeUint8Array(encoder, bytes), writer),
    bytes: (bytes) => (encoding.writeVarUint8Array(encoder, bytes), writer),
    text: (text) => writer.bytes(encodeUtf8(text)),
    length: () => encoding.length(encoder),
    done: () => encoding.toUint8Array(encoder),
  };
  return writer;
};
