import fc from 'fast-check';
import { expect, test } from 'vitest';

import {
  frameOfSignals,
  MAX_BUNDLE,
  parseSignalMessage,
  readSignalFrame,
  type SignalMessage,
} from './signal-message.ts';

const offer = { type: 'signal', from: 'alice', to: 'bob', token: 1.5, signal: { type: 'offer', sdp: 'v=0' } };
const candidate = { candidate: 'candidate:1', sdpMLineIndex: 0, sdpMid: '0' };

test('what y-webrtc says passes', () => {
  for (const message of [
    { type: 'announce', from: 'alice' },
    offer,
    { ...offer, token: undefined, signal: { type: 'answer', sdp: 'v=0' } },
    { ...offer, signal: { type: 'candidate', candidate } },
    { ...offer, signal: { type: 'candidate', candidate: { candidate: '', sdpMLineIndex: null, sdpMid: null } } },
  ])
    expect(parseSignalMessage(message)).toEqual(message);
});

test('anything it would trip over does not', () => {
  for (const message of [
    undefined,
    null,
    7,
    'announce',
    [],
    {},
    { type: 'announce' },
    { type: 'announce', from: '' },
    { type: 'announce', from: 'x'.repeat(65) },
    { type: 'announce', from: { toString: null } },
    { type: 'shout', from: 'alice' },
    { ...offer, to: undefined },
    { ...offer, token: 'soon' },
    { ...offer, signal: undefined },
    { ...offer, signal: null },
    { ...offer, signal: { type: 'offer' } },
    { ...offer, signal: { type: 'offer', sdp: 'x'.repeat(16_001) } },
    { ...offer, signal: { type: 'renegotiate', renegotiate: true } },
    { ...offer, signal: { type: 'transceiverRequest', transceiverRequest: { kind: 'video' } } },
    { ...offer, signal: { type: 'candidate', candidate: { ...candidate, candidate: 'x'.repeat(1_025) } } },
    { ...offer, signal: { type: 'candidate', candidate: { ...candidate, sdpMLineIndex: -1 } } },
    { ...offer, signal: { type: 'candidate', candidate: 'candidate:1' } },
  ])
    expect(parseSignalMessage(message)).toBeUndefined();
});

test('[SG-10] what one says to another at once is one frame, and is read in its order', () => {
  const signals = [offer.signal, ...Array.from({ length: MAX_BUNDLE - 1 }, () => ({ type: 'candidate', candidate }))];
  const messages = signals.map((signal) => ({ ...offer, signal }) as SignalMessage);
  expect(readSignalFrame(frameOfSignals(messages))).toEqual(messages);
  expect(frameOfSignals(messages.slice(0, 1))).toEqual(offer);
  expect(readSignalFrame(offer)).toEqual([offer]);
  const bundle = { ...frameOfSignals(messages) };
  for (const wrong of [
    { ...bundle, signals: [] },
    { ...bundle, signals: [...signals, offer.signal] },
    { ...bundle, signals: [offer.signal, { type: 'shout' }] },
    { ...bundle, to: undefined },
    { ...bundle, type: 'signal' },
  ])
    expect(readSignalFrame(wrong)).toEqual([]);
});

test('no value at all makes it throw, and what passes names its sender in at most 64 characters', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.anything({ withNullPrototype: true }), fc.object({ key: fc.constantFrom(...Object.keys(offer)) })),
      (value) => {
        expect(readSignalFrame(value).every(({ from }) => from.length <= 64)).toBe(true);
      },
    ),
    { numRuns: 2_000 },
  );
});
