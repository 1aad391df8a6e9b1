/**
 * The link: a negotiated data channel of our own on a connection that y-webrtc manages, made when the connection is, so
 * that no first message is lost. Nothing is known yet of who is at the other end.
 */
import { compareBytes } from '../base/bytes.ts';
import type { Route } from '../model/status.ts';
import { type Fingerprints, MAX_FRAME_BYTES } from '../ports/transport.ts';
import { routeOf } from './route-of.ts';
import { sdpFingerprint } from './sdp-fingerprint.ts';
import type { PeerConnection } from './webrtc-types.ts';

/** Far from the ids that browsers give by themselves. */
const LINK_CHANNEL_ID = 512;

export type LinkChannel = {
  send: (frame: Uint8Array) => void;
  isOpen: () => boolean;
  close: () => void;
  route: () => Promise<Route>;
};

export type LinkChannelEvents = {
  opened: (link: { fingerprints: Fingerprints; initiator: boolean; route: Route }) => void;
  frame: (frame: Uint8Array) => void;
  /** Called once, opened or not. */
  closed: (reason: string) => void;
};

export const openLinkChannel = (connection: PeerConnection, events: LinkChannelEvents): LinkChannel => {
  const channel = connection.createDataChannel('link', { negotiated: true, id: LINK_CHANNEL_ID, ordered: true });
  channel.binaryType = 'arraybuffer';
  const early: Uint8Array[] = [];
  let state: 'opening' | 'open' | 'closed' = 'opening';

  const close = (reason: string): void => {
    if (state === 'closed') return;
    state = 'closed';
    channel.close();
    events.closed(reason);
  };

  const routeNow = (): Promise<Route> => routeOf(connection).catch((): Route => 'unknown');
  const open = async (): Promise<void> => {
    const local = sdpFingerprint(connection.localDescription?.sdp);
    const remote = sdpFingerprint(connection.remoteDescription?.sdp);
    if (local === undefined || remote === undefined) return close('not exactly one fingerprint a side');
    const route = await routeNow();
    if (state !== 'opening') return;
    state = 'open';
    // both sides may have offered at once, so who began is settled by what both know
    events.opened({ fingerprints: { local, remote }, initiator: compareBytes(local, remote) > 0, route });
    for (const frame of early.splice(0)) events.frame(frame);
  };

  channel.onopen = () => void open();
  channel.onclose = () => close('the channel closed');
  channel.onerror = () => close('the channel failed');
  channel.onmessage = ({ data }) => {
    if (!(data instanceof ArrayBuffer) || data.byteLength > MAX_FRAME_BYTES)
      return close('a frame of a wrong kind or size');
    if (state === 'open') events.frame(new Uint8Array(data));
    else if (early.length < 8) early.push(new Uint8Array(data));
  };
  const send = (frame: Uint8Array): void => {
    if (frame.length > MAX_FRAME_BYTES)
      throw new Error(`a frame has at most ${MAX_FRAME_BYTES} bytes, not ${frame.length}`);
    if (channel.readyState !== 'open') return;
    try {
      channel.send(frame);
    } catch {
      close('sending failed'); // the connection went away, and its events have yet to say so
    }
  };
  return { send, isOpen: () => state === 'open', close: () => close('closed here'), route: routeNow };
};
