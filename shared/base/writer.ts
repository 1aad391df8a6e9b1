/** Writes our binary formats, in the encoding of lib0 where that has the same shape. */
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
  /** A copy of what is written so far. */
  done: () => Uint8Array;
};

const FIRST_BYTES = 1_024;
const LARGEST_SPARE = 64 * 1024;
const LONGEST_VARUINT = 8;

/** What one has written with, the next one writes with: a buffer costs more than what is written into it. */
let spare: Uint8Array<ArrayBuffer> | undefined;
const takeBuffer = (): Uint8Array<ArrayBuffer> => {
  const buffer = spare ?? new Uint8Array(FIRST_BYTES);
  spare = undefined;
  return buffer;
};

/** A class, as the reader is, and for the same reason: several are made for each record. */
class GrowingWriter implements Writer {
  #buffer = takeBuffer();
  #isOwn = true;
  #at = 0;

  u8(value: number): Writer {
    this.#makeRoom(1);
    this.#buffer[this.#at] = value;
    this.#at += 1;
    return this;
  }

  varuint(value: number): Writer {
    this.#makeRoom(LONGEST_VARUINT);
    let rest = value;
    for (; rest > 127; this.#at += 1) {
      this.#buffer[this.#at] = (rest % 128) | 128;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#at] = rest;
    this.#at += 1;
    return this;
  }

  raw(bytes: Uint8Array): Writer {
    this.#makeRoom(bytes.length);
    this.#buffer.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }

  bytes(bytes: Uint8Array): Writer {
    return this.varuint(bytes.length).raw(bytes);
  }

  text(text: string): Writer {
    return this.bytes(encodeUtf8(text));
  }

  length(): number {
    return this.#at;
  }

  done(): Uint8Array {
    const written = this.#buffer.slice(0, this.#at);
    if (this.#isOwn && this.#buffer.length <= LARGEST_SPARE) spare = this.#buffer;
    // it is full: whoever goes on writing gets another buffer
    this.#buffer = written;
    this.#isOwn = false;
    return written;
  }

  #makeRoom(bytes: number): void {
    const needed = this.#at + bytes;
    if (needed <= this.#buffer.length) return;
    const larger = new Uint8Array(Math.max(needed, this.#buffer.length * 2));
    larger.set(this.#buffer.subarray(0, this.#at));
    this.#buffer = larger;
    this.#isOwn = true;
  }
}

export const createWriter = (): Writer => new GrowingWriter();
