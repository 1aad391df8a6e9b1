/**
 * The room that a device code opens, and the one link that is made there. Stands beside the communities' links: it knows
 * no community, and the keys that sign here are made for it and thrown away.
 */
import { communityId, type DeviceId, deviceId, idBytes, type LinkId, ZERO_ID } from '../base/ids.ts';
import { deriveDeviceCodeKeys } from '../keys/device-code.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import { MAX_FRAME_BYTES, type Room, type Transport, type TransportEvent } from '../ports/transport.ts';
import { HANDSHAKE_MS, type HandshakeState, type LinkRole, startHandshake, stepHandshake } from '../sync/handshake.ts';
import { type DeviceMessage, readDeviceMessage, writeDeviceMessage } from '../sync/device-message.ts';

export type DevicePorts = { crypto: Crypto; clock: Clock; random: Random; logger: Logger; transport: Transport };

/** Both sides of the link by the keys they signed the handshake with. */
export type DeviceLink = {
  code: Uint8Array;
  own: Uint8Array;
  other: Uint8Array;
  send: (message: DeviceMessage) => void;
};

export type DeviceParty = {
  linked: (link: DeviceLink) => void;
  said: (link: DeviceLink, message: DeviceMessage) => void;
  /** The link was lost, or said what nobody may say here. */
  closed: () => void;
};

export type DeviceDoor = {
  rooms: () => Room[];
  /** @returns true if the event was about a link of this room */
  take: (event: TransportEvent) => boolean;
  /** Opens the room of a code, in place of the one before. @returns what closes it again, with its link */
  open: (seed: Uint8Array, role: LinkRole, party: DeviceParty) => () => void;
};

type Opening = {
  room: Room;
  start: (event: Extract<TransportEvent, { kind: 'opened' }>) => { state: HandshakeState; send: readonly Uint8Array[] };
  linkOf: (id: LinkId, other: DeviceId) => DeviceLink;
  party: DeviceParty;
  half: Map<LinkId, { handshake: HandshakeState; cancelTimeout: () => void }>;
  link: { id: LinkId; link: DeviceLink } | undefined;
};

const MAX_HALF_OPEN = 4;

export const createDeviceDoor = (ports: DevicePorts, changed: () => void): DeviceDoor => {
  const { transport, clock } = ports;
  let opening: Opening | undefined;

  const drop = (held: Opening, id: LinkId, reason: string): void => {
    held.half.get(id)?.cancelTimeout();
    held.half.delete(id);
    transport.close(id, reason);
  };

  const close = (held: Opening): void => {
    for (const id of held.half.keys()) drop(held, id, 'the code is not open any more');
    if (held.link !== undefined) transport.close(held.link.id, 'done');
    held.link = undefined;
    if (opening !== held) return;
    opening = undefined;
    changed();
  };

  const step = (held: Opening, id: LinkId, outcome: { state: HandshakeState; send: readonly Uint8Array[] }): void => {
    const half = held.half.get(id);
    if (half === undefined) return;
    half.handshake = outcome.state;
    for (const frame of outcome.send) transport.send(id, frame);
    if (outcome.state.kind === 'refused') return drop(held, id, outcome.state.reason);
    if (outcome.state.kind !== 'done') return;
    half.cancelTimeout();
    held.half.delete(id);
    // one code, one link: whoever comes second finds it taken
    if (held.link !== undefined) return transport.close(id, 'taken');
    held.link = { id, link: held.linkOf(id, outcome.state.device) };
    held.party.linked(held.link.link);
  };

  const onOpened = (held: Opening, event: Extract<TransportEvent, { kind: 'opened' }>): void => {
    if (held.link !== undefined || held.half.size >= MAX_HALF_OPEN) return transport.close(event.link, 'no place');
    const started = held.start(event);
    const cancelTimeout = clock.after(HANDSHAKE_MS, () => drop(held, event.link, 'the handshake took too long'));
    held.half.set(event.link, { handshake: started.state, cancelTimeout });
    step(held, event.link, started);
  };

  const onFrame = (held: Opening, id: LinkId, frame: Uint8Array): void => {
    const half = held.half.get(id);
    if (half !== undefined) return step(held, id, stepHandshake(half.handshake, frame));
    const message = frame.length <= MAX_FRAME_BYTES ? readDeviceMessage(frame) : undefined;
    if (message !== undefined && held.link !== undefined) return held.party.said(held.link.link, message);
    ports.logger.warn('device-link-dropped', { reason: 'malformed-message' });
    held.party.closed();
  };

  return {
    rooms: () => (opening === undefined ? [] : [opening.room]),
    take: (event) => {
      const held = opening;
      if (held === undefined || event.kind === 'hub' || event.kind === 'signal' || event.kind === 'route') return false;
      if (event.kind === 'opened') {
        if (event.topic !== held.room.topic) return false;
        onOpened(held, event);
        return true;
      }
      if (!held.half.has(event.link) && held.link?.id !== event.link) return false;
      if (event.kind === 'frame') onFrame(held, event.link, event.frame);
      else if (held.half.has(event.link)) drop(held, event.link, event.reason);
      else held.party.closed();
      return true;
    },
    open: (seed, role, party) => {
      if (opening !== undefined) close(opening);
      const held = openingOf(ports, { seed, role, party });
      opening = held;
      changed();
      return () => close(held);
    },
  };
};

const openingOf = (
  { crypto, random, transport }: DevicePorts,
  { seed, role, party }: { seed: Uint8Array; role: LinkRole; party: DeviceParty },
): Opening => {
  const keys = deriveDeviceCodeKeys(crypto, seed);
  const signing = crypto.signingKeys(random.bytes(32));
  return {
    // like an invite's room: who is new announces, who is there answers
    room: { ...keys.room, listenOnly: role === 'member' },
    start: ({ initiator, fingerprints }) =>
      startHandshake({
        crypto,
        community: communityId(ZERO_ID),
        scope: { kind: 'device', id: keys.id, key: keys.linkKey },
        initiator,
        role,
        fingerprints,
        nonce: random.bytes(32),
        device: deviceId(signing.publicKey),
        signing,
      }),
    linkOf: (id, other) => ({
      code: keys.id,
      own: signing.publicKey,
      other: idBytes(other),
      send: (message) => transport.send(id, writeDeviceMessage(message)),
    }),
    party,
    half: new Map(),
    link: undefined,
  };
};
