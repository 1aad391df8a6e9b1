/** Helpers of connections: STUN servers say which address others see, TURN servers (relays) pass everything on. */
import { fail, ok, type Result } from './result.ts';

export type IceServer = {
  /** `stun:HOST:PORT`, `turn:HOST:PORT?transport=udp|tcp` or `turns:HOST:PORT?transport=tcp`, all of it said. */
  url: string;
  /** A relay has both. */
  username?: string | undefined;
  credential?: string | undefined;
};

/** What every new connection goes by. */
export type IceChoice = {
  servers: IceServer[];
  /** The person hides this machine's addresses from members: through relays or not at all. */
  relayOnly: boolean;
};

export type IceParts = { scheme: 'stun' | 'turn' | 'turns'; host: string; port: number; transport: 'udp' | 'tcp' };

export const MAX_ICE_SERVERS = 8;
export const MAX_ICE_URL = 256;
export const MAX_ICE_USERNAME = 128;
export const MAX_ICE_CREDENTIAL = 256;

const MAX_HOST = 253;

export const NO_ICE: IceChoice = { servers: [], relayOnly: false };

const SHAPE =
  /^(stun|turns?):(?:\[([\da-f.]*:[\da-f:.]*)\]|([a-z\d](?:[a-z\d.-]*[a-z\d])?))(?::(\d{1,5}))?(?:\?transport=(\w+))?$/i;
const PORTS = { stun: 3478, turn: 3478, turns: 5349 } as const;
/** Between this machine and the server; the first where nothing is said. */
const TRANSPORTS = { stun: ['udp'], turn: ['udp', 'tcp'], turns: ['tcp'] } as const;

/** Of an address that `readIceServer` made or would take. */
export const iceParts = (url: string): IceParts | undefined => {
  const [, named = '', v6, name = '', port, over] = SHAPE.exec(url.trim()) ?? [];
  const scheme = (['stun', 'turn', 'turns'] as const).find((each) => each === named.toLowerCase());
  if (scheme === undefined || (scheme === 'stun' && over !== undefined)) return undefined;
  const host = (v6 ?? name).toLowerCase();
  const number = Number(port ?? PORTS[scheme]);
  const transport = TRANSPORTS[scheme].find((each) => each === (over ?? TRANSPORTS[scheme][0]).toLowerCase());
  if (transport === undefined || !isPort(number) || host.length > MAX_HOST) return undefined;
  return { scheme, host, port: number, transport };
};

const isPort = (port: number): boolean => port >= 1 && port <= 65_535;

export const isRelay = ({ url }: IceServer): boolean => !url.startsWith('stun:');

/** With what is in it, a connection can be made; without, no address can be hidden and nobody reached. */
export const canConnect = ({ servers, relayOnly }: IceChoice): boolean => !relayOnly || servers.some(isRelay);

/** As a person typed it. No message repeats a password, nor an address with an @, where one could stand. */
export const readIceServer = (typed: IceServer): Result<IceServer, 'bad-relay'> => {
  const text = typed.url.trim();
  const parts = text.length > MAX_ICE_URL ? undefined : iceParts(text);
  if (parts === undefined) return fail('bad-relay', whatIsWrong(text));
  const url = writeUrl(parts);
  const username = (typed.username ?? '').trim();
  const credential = typed.credential ?? '';
  const problem = whatIsWrongWithLogin(parts.scheme, username, credential);
  if (problem !== undefined) return fail('bad-relay', problem);
  return ok(parts.scheme === 'stun' ? { url } : { url, username, credential });
};

const whatIsWrongWithLogin = (scheme: IceParts['scheme'], username: string, credential: string): string | undefined => {
  if (scheme === 'stun') return username === '' && credential === '' ? undefined : STUN_HAS_NO_PASSWORD;
  if (username === '' || credential === '') return NEEDS_PASSWORD;
  return isPlain(username, MAX_ICE_USERNAME) && isPlain(credential, MAX_ICE_CREDENTIAL) ? undefined : TOO_LONG;
};

/** All of a list, each once. */
export const readIceServers = (typed: readonly IceServer[]): Result<IceServer[], 'bad-relay'> => {
  const servers = new Map<string, IceServer>();
  for (const each of typed) {
    const read = readIceServer(each);
    if (!read.ok) return read;
    servers.set(read.value.url, read.value);
  }
  if (servers.size > MAX_ICE_SERVERS) return fail('bad-relay', TOO_MANY);
  return ok([...servers.values()]);
};

const writeUrl = ({ scheme, host, port, transport }: IceParts): string => {
  const at = `${scheme}:${host.includes(':') ? `[${host}]` : host}:${port}`;
  return scheme === 'stun' ? at : `${at}?transport=${transport}`;
};

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const isPlain = (text: string, most: number): boolean => text.length <= most && !/[\u0000-\u001F\u007F]/.test(text);

const whatIsWrong = (text: string): string => {
  if (text === '') return `Type the address of a relay first. ${RIGHT}`;
  if (text.length > MAX_ICE_URL) return `This address is too long. ${RIGHT}`;
  if (text.includes('@'))
    return `The user name and the password go into fields of their own, not into the address. ${RIGHT}`;
  if (/^(stun|turn)s?:\/\//i.test(text)) return `“${text}” has two slashes that do not belong there. ${RIGHT}`;
  if (/^stuns:/i.test(text)) return `“${text}” begins with stuns:, which is not supported. ${RIGHT}`;
  if (!/^(stun|turn|turns):/i.test(text)) return `“${text}” does not begin with turn:, turns: or stun:. ${RIGHT}`;
  if (/\?/.test(text) && !/\?transport=(udp|tcp)$/i.test(text))
    return `After the question mark of “${text}” can only be transport=udp or transport=tcp. ${RIGHT}`;
  if (/^turns:.*transport=udp$/i.test(text)) return `A turns: address goes over tcp, not udp. ${RIGHT}`;
  if (/^stun:.*\?/i.test(text)) return `A stun: address ends with its port. ${RIGHT}`;
  return `“${text}” is not the address of a relay: after the colon come its name or address, and its port. ${RIGHT}`;
};

const RIGHT = 'A right one looks like turn:relay.example.org:3478';
const NEEDS_PASSWORD = 'A relay (turn: or turns:) needs a user name and a password. Ask whoever runs it for both.';
const STUN_HAS_NO_PASSWORD =
  'An address helper (stun:) has no user name and no password. Leave both empty, or use turn: if it is a relay.';
const TOO_LONG = `A user name has at most ${MAX_ICE_USERNAME} characters, a password ${MAX_ICE_CREDENTIAL}, all on one line.`;
const TOO_MANY = `${MAX_ICE_SERVERS} relays and address helpers are the limit. Take one out first.`;
