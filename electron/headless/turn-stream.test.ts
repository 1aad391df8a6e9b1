import { expect, test } from 'vitest';

import { readTurnStream, turnFrame } from './turn-stream.ts';

const stun = (length: number): Buffer => {
  const message = Buffer.alloc(20 + length, 7);
  message.writeUInt16BE(0x0101, 0);
  message.writeUInt16BE(length, 2);
  return message;
};
const channelData = (length: number): Buffer => {
  const message = Buffer.alloc(4 + length, 9);
  message.writeUInt16BE(0x4001, 0);
  message.writeUInt16BE(length, 2);
  return message;
};

test('[RL-6] datagrams come out of a stream as they went in, wherever the stream was cut', () => {
  const datagrams = [stun(0), channelData(1), channelData(4), stun(96), channelData(1_203), channelData(0)];
  const stream = Buffer.concat(datagrams.map(turnFrame));
  for (const step of [1, 2, 3, 7, 64, stream.length]) {
    const heard: Buffer[] = [];
    const read = readTurnStream((datagram) => heard.push(datagram));
    for (let at = 0; at < stream.length; at += step) expect(read(stream.subarray(at, at + step))).toBe(true);
    expect(heard.map((each) => each.toString('hex'))).toEqual(datagrams.map((each) => each.toString('hex')));
  }
});

test('[RL-6] what is no TURN ends the stream', () => {
  expect(readTurnStream(() => undefined)(Buffer.from('SSH-2.0-OpenSSH\r\n'))).toBe(false);
});
