/**
 * TURN’s messages in a stream (RFC 8656, 2.1 and 12.5): STUN messages say their length; data of channels too, and is filled
 * up to a multiple of four.
 */
const STUN_HEADER = 20;
const CHANNEL_HEADER = 4;

/** How a datagram stands in a stream. */
export const turnFrame = (datagram: Buffer): Buffer => {
  const over = datagram.length % 4;
  return isChannelData(datagram) && over > 0 ? Buffer.concat([datagram, Buffer.alloc(4 - over)]) : datagram;
};

/** @returns takes what came; false if it is no TURN, and the stream of no more use */
export const readTurnStream = (tell: (datagram: Buffer) => void): ((bytes: Buffer) => boolean) => {
  let held: Buffer = Buffer.alloc(0);
  return (bytes) => {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    while (held.length >= CHANNEL_HEADER) {
      const first = held.readUInt8(0);
      if (first > 0x4f) return false;
      const length = held.readUInt16BE(2) + (isChannelData(held) ? CHANNEL_HEADER : STUN_HEADER);
      const filled = isChannelData(held) ? Math.ceil(length / 4) * 4 : length;
      if (held.length < filled) return true;
      tell(held.subarray(0, length));
      held = held.subarray(filled);
    }
    return true;
  };
};

/** Channels are numbered from 0x4000 on; the first two bits of STUN are zero. */
const isChannelData = (bytes: Buffer): boolean => bytes.length >= CHANNEL_HEADER && bytes.readUInt8(0) >> 6 === 1;
