import { describe, expect, test } from 'vitest';

import type { IceChoice } from '../base/ice-server.ts';
import { hidingAddresses, hidingSdp, rtcConfiguration } from './ice.ts';
import type { SignalMessage } from './signal-message.ts';

const RELAY = { url: 'turn:192.0.2.200:3478?transport=udp', username: 'kelp', credential: 's3cret' };
const HELPER = { url: 'stun:192.0.2.201:3478' };

describe('what a connection is made with', () => {
  test('[RL-3] helpers and relays as they are; with hidden addresses relays alone, and “relay” for the engine', () => {
    const ice: IceChoice = { servers: [HELPER, RELAY], relayOnly: false };
    const relay = { urls: [RELAY.url], username: 'kelp', credential: 's3cret' };
    expect(rtcConfiguration(ice)).toEqual({ iceServers: [{ urls: [HELPER.url] }, relay], iceTransportPolicy: 'all' });
    expect(rtcConfiguration({ ...ice, relayOnly: true })).toEqual({ iceServers: [relay], iceTransportPolicy: 'relay' });
  });
});

const candidate = (line: string): SignalMessage => ({
  type: 'signal',
  from: 'alice',
  to: 'bob',
  token: 1,
  signal: { type: 'candidate', candidate: { candidate: line, sdpMLineIndex: 0, sdpMid: '0' } },
});

describe('[RL-4] the second lock: what is said while the address is hidden', () => {
  test('no candidate of this machine leaves: neither its own, nor as others see it, nor a name, nor one found on the way', () => {
    for (const line of [
      'candidate:1 1 udp 2122260223 198.51.100.7 54321 typ host generation 0',
      'candidate:1 1 udp 2122260223 2001:db8::7 54321 typ host',
      'candidate:1 1 udp 2122260223 0f9c2d4e-7a3b-4c1d-8e5f-a1b2c3d4e5f6.local 54321 typ host',
      'candidate:2 1 udp 1677729535 198.51.100.7 43854 typ srflx raddr 10.0.0.7 rport 54321',
      'candidate:3 1 udp 1677729535 198.51.100.7 43854 typ prflx raddr 10.0.0.7 rport 54321',
      'candidate:4 1 tcp 1518157055 198.51.100.7 9 typ host tcptype active',
      'candidate:5 1 udp 1 198.51.100.7 9 typ relayed',
      'a typ',
      '',
    ])
      expect(hidingAddresses(candidate(line)), line).toBeUndefined();
  });

  test('a relay’s candidate leaves without where it was asked for from', () => {
    const line = 'candidate:6 1 udp 41885439 192.0.2.200 40004 typ relay raddr 198.51.100.7 rport 54321 generation 0';
    expect(hidingAddresses(candidate(line))).toEqual(
      candidate('candidate:6 1 udp 41885439 192.0.2.200 40004 typ relay raddr 0.0.0.0 rport 0 generation 0'),
    );
  });

  test('of a description only the relay’s address is left, wherever an address can stand', () => {
    const sdp = [
      'v=0',
      'o=- 111773861114422501 2 IN IP4 198.51.100.7',
      's=-',
      't=0 0',
      'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
      'c=IN IP6 2001:db8::7',
      'a=rtcp:9 IN IP4 198.51.100.7',
      'a=candidate:1 1 udp 2113937151 198.51.100.7 43854 typ host generation 0',
      'a=candidate:2 1 udp 1677729535 198.51.100.7 43854 typ srflx raddr 10.0.0.7 rport 1',
      'a=candidate:3 1 udp 41885439 192.0.2.200 40004 typ relay raddr 198.51.100.7 rport 43854',
      'a=ice-ufrag:vFf4',
      'a=fingerprint:sha-256 18:B2:F3',
      'a=mid:0',
      '',
    ].join('\r\n');
    const kept = hidingSdp(sdp);
    expect(kept).not.toMatch(/198\.51\.100\.7|2001:db8|10\.0\.0\.7/);
    expect(kept).toContain('a=candidate:3 1 udp 41885439 192.0.2.200 40004 typ relay raddr 0.0.0.0 rport 0\r\n');
    for (const line of ['a=ice-ufrag:vFf4', 'a=fingerprint:sha-256 18:B2:F3', 'a=mid:0', 'c=IN IP4 0.0.0.0'])
      expect(kept.split('\r\n')).toContain(line);
    expect(hidingSdp(kept)).toBe(kept);
  });
});
