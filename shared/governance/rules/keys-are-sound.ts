/**
 * RULE: a key that is admitted is in its one encoding and not of small order. With a small-order key everybody's
 * signature fits and every box opens; with a second encoding one key would have two names.
 */
import { compareBytes } from '../../base/bytes.ts';

const hex = (text: string): Uint8Array => Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));

/** 2^255 - 19, big-endian. */
const PRIME = hex('7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed');

/** The coordinates of the points of orders 1, 2, 4 and 8, little-endian, without the sign bit. */
const ZERO = '00'.repeat(32);
const ONE = `01${'00'.repeat(31)}`;
const MINUS_ONE = `ec${'ff'.repeat(30)}7f`;
const SMALL_SIGNING = [
  ZERO,
  ONE,
  MINUS_ONE,
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
].map(hex);
const SMALL_SEALING = [
  ZERO,
  ONE,
  MINUS_ONE,
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
].map(hex);

/** @param key Ed25519, 32 bytes: y in little-endian, the sign of x in the highest bit */
export const isSoundSigningKey = (key: Uint8Array): boolean => isSound(withoutSign(key), SMALL_SIGNING);

/** @param key X25519, 32 bytes: u in little-endian; the highest bit is not part of it and must be 0 */
export const isSoundSealingKey = (key: Uint8Array): boolean =>
  ((key[31] ?? 0) & 0x80) === 0 && isSound(key, SMALL_SEALING);

const isSound = (coordinate: Uint8Array, small: readonly Uint8Array[]): boolean =>
  coordinate.length === 32 &&
  compareBytes(coordinate.toReversed(), PRIME) < 0 &&
  small.every((point) => compareBytes(point, coordinate) !== 0);

const withoutSign = (key: Uint8Array): Uint8Array => {
  const copy = key.slice();
  copy[31] = (copy[31] ?? 0) & 0x7f;
  return copy;
};
