/**
 * Reads our binary formats from bytes that may be hostile: linear, bounded, never past the end. A reader that met
 * anything wrong is `failed` for good and answers zeros and empty bytes, so that callers check once, at the end.
 * Varuints must be in their shortest form: one value has one encoding.
 */
import { decodeUtf8 } from 'lib0/string';

export type Reader = {
  u8: () => number;
  varuint: () => number;
  /** A copy. */
  raw: (length: number) => Uint8Array;
  /** The same without a copy: it keeps the whole input in memory for as long as it is held. */
  view: (length: number) => Uint8Array;
  /** A copy of as many as the varuint before them says. */
  bytes: (max: number) => Uint8Array;
  viewOfBytes: (max: number) => Uint8Array;
  text: (maxBytes: number) => string;
  left: () => number;
  failed: () => boolean;
  /** True if nothing went wrong and nothing is left over. */
  finished: () => boolean;
};

const EMPTY = new Uint8Array(0);

/** A class because one is made for each of 100,000 records: an object of closures costs ten times as much. */
class BoundedReader implements Reader {
  readonly #input: Uint8Array;
  #at = 0;
  #broken = false;

  constructor(input: Uint8Array) {
    this.#input = input;
  }

  u8(): number {
    if (this.#broken || this.#at >= this.#input.length) return this.#refuse();
    this.#at += 1;
    return this.#input[this.#at - 1] ?? 0;
  }

  varuint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i += 1) {
      const byte = this.u8();
      value += (byte & 127) * scale;
      if (byte < 128) return (byte === 0 && i > 0) || value > Number.MAX_SAFE_INTEGER ? this.#refuse() : value;
      scale *= 128;
    }
    return this.#refuse();
  }

  view(length: number): Uint8Array {
    if (this.#broken || length > this.#input.length - this.#at) {
      this.#refuse();
      return EMPTY;
    }
    this.#at += length;
    return this.#input.subarray(this.#at - length, this.#at);
  }

  raw(length: number): Uint8Array {
    return this.view(length).slice();
  }

  viewOfBytes(max: number): Uint8Array {
    const length = this.varuint();
    return this.view(length > max ? Number.POSITIVE_INFINITY : length);
  }

  bytes(max: number): Uint8Array {
    return this.viewOfBytes(max).slice();
  }

  text(maxBytes: number): string {
    const bytes = this.viewOfBytes(maxBytes);
    try {
      return decodeUtf8(bytes);
    } catch {
      this.#refuse(); // not UTF-8
      return '';
    }
  }

  left(): number {
    return this.#input.length - this.#at;
  }

  failed(): boolean {
    return this.#broken;
  }

  finished(): boolean {
    return !this.#broken && this.#at === this.#input.length;
  }

  #refuse(): number {
    this.#broken = true;
    return 0;
  }
}

export const createReader = (input: Uint8Array): Reader => new BoundedReader(input);
