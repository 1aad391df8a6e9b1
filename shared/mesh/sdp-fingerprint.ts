/** @returns the 32 bytes of the one SHA-256 certificate fingerprint of a description; undefined if there is not exactly one */
export const sdpFingerprint = (sdp: string | undefined): Uint8Array | undefined => {
  const lines = [...(sdp ?? '').matchAll(/^a=fingerprint:(\S+) (\S+)\s*$/gim)];
  const values = new Set(lines.map(([, algorithm, value]) => `${algorithm} ${value}`.toLowerCase()));
  const [only] = values;
  const [algorithm, hex] = (only ?? '').split(' ');
  if (values.size !== 1 || algorithm !== 'sha-256' || !/^[0-9a-f]{2}(:[0-9a-f]{2}){31}$/.test(hex ?? ''))
    return undefined;
  return Uint8Array.from((hex ?? '').split(':'), (byte) => Number.parseInt(byte, 16));
};
