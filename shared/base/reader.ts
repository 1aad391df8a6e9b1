/**
 * Reads our binary formats from bytes that may be hostile: linear, bounded, never past the end. A reader that met
 * anything wrong is `failed` for good and answers zeros and empty bytes, so that callers check once, at the end.
 * Varuints must be in their shortest form: one value has one encoding.
 */
import { decodeUtf8 } from 'lib0/string';

export type Reader = {
  u8: () => number;
  varuint: () => number;
  raw: (length: number) => Uint8Array;
  bytes: (max: number) => Uint8Array;
  text: (maxBytes: number) => string;
  left: () => number;
  failed: () => boolean;
  /** True if nothing went wrong and nothing is left over. */
  finished: () => boolean;
};

const EMPTY = new Uint8Array(0);

export const createReader = (input: Uint8Array): Reader => {
  let at = 0;
  let broken = false;

  const refuse = <T>(value: T): T => {
    broken = true;
    return value;
  };
  const u8 = (): number => {
    if (broken || at >= input.length) return refuse(0);
    at += 1;
    return input[at - 1] ?? 0;
  };
  const varuint = (): number => {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i += 1) {
      const byte = u8();
      value += (byte & 127) * scale;
      if (byte < 128) return (byte === 0 && i > 0) || value > Number.MAX_SAFE_INTEGER ? refuse(0) : value;
      scale *= 128;
    }
    return refuse(0);
  };
  const raw = (length: number): Uint8Array => {
    if (broken || length > input.length - at) return refuse(EMPTY);
    at += length;
    return input.slice(at - length, at);
  };
  const bytes = (max: number): Uint8Array => {
    const length = varuint();
    return length > max ? refuse(EMPTY) : raw(length);
  };
  return {
    u8,
    varuint,
    raw,
    bytes,
    text: (maxBytes) => readUtf8(bytes(maxBytes), () => refuse('')),
    left: () => input.length - at,
    failed: () => broken,
    finished: () => !broken && at === input.length,
  };
};

const readUtf8 = (bytes: Uint8Array, refuse: () => string): string => {
  try {
    return decodeUtf8(bytes);
  } catch {
    return refuse();
  }
};
