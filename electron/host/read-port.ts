/** @throws with a message for people when the text is no port */
export const readPort = (option: string, text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (!(port >= 1 && port <= 65_535)) throw new Error(`${option} takes a port from 1 to 65535, not “${text}”.`);
  return port;
};

/** @returns undefined for what is no address of a hub */
export const hubUrl = (text: string): string | undefined => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  // a fragment means nothing to a WebSocket, which throws on it
  return url !== undefined && ['ws:', 'wss:'].includes(url.protocol) && url.hash === '' ? url.href : undefined;
};

/** @throws with a message for people when the text is no address of a hub */
export const readHubUrl = (text: string): string => {
  const url = hubUrl(text);
  if (url !== undefined) return url;
  throw new Error(`--hub takes an address like ws://HOST:PORT, not “${text}”.`);
};
