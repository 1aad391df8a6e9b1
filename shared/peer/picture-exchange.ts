/**
 * Pictures of members travel between linked members: asked for by the hashes that governance names, by whoever lacks
 * them, and kept as long as somebody is named with them. (SY-27)
 */
import { fromBase64Url, toBase64Url } from '../base/bytes.ts';
import type { LinkId } from '../base/ids.ts';
import { pictureHash, type PictureHash } from '../governance/member-picture.ts';
import { isMemberPicture } from '../model/member-picture.ts';
import type { Clock } from '../ports/clock.ts';
import type { Crypto } from '../ports/crypto.ts';
import type { Logger } from '../ports/logger.ts';
import type { PictureStore } from '../ports/picture-store.ts';
import { type LinkMessage, writeLinkMessage } from '../sync/link-message.ts';
import { type LinkSession, mayExchangeContent } from '../sync/link-session.ts';
import type { Community } from './community.ts';
import { createPictureAsker } from './picture-asker.ts';
import { createPictureServer } from './picture-server.ts';
import { createPictureShelf, type PictureShelf } from './picture-shelf.ts';
import { createSoon } from './soon.ts';

export type PicturePorts = {
  crypto: Crypto;
  clock: Clock;
  logger: Logger;
  pictures: PictureStore;
  send: (link: LinkId, frame: Uint8Array) => void;
  isDiskFull: () => boolean;
  drop: (promise: Promise<unknown>, why: string) => void;
};

export type PictureExchange = {
  /** @returns true if that was all there was to the message */
  heard: (session: LinkSession, message: LinkMessage | undefined) => boolean;
  /** From time to time, and when governance changed. */
  look: () => void;
  putOwn: PictureShelf['putOwn'];
  dispose: () => void;
};

const SOON_MS = 50;
const PACE_MS = 250;

export const createPictureExchange = (
  { crypto, clock, logger, pictures, send, isDiskFull, drop }: PicturePorts,
  community: Pick<Community, 'id' | 'state' | 'standing' | 'isRemoved'>,
  sessions: () => readonly LinkSession[],
): PictureExchange => {
  const { soon, dispose } = createSoon(clock);
  const shelf = createPictureShelf({ crypto, pictures }, community);
  const asker = createPictureAsker();
  const server = createPictureServer();
  const met = new WeakSet<LinkSession>();
  const mayTalk = (session: LinkSession): boolean => mayExchangeContent(session, community);

  const look = async (): Promise<void> => {
    await shelf.loaded;
    await shelf.tidy();
    serve();
    if (isDiskFull()) return;
    for (const [session, hashes] of asker.next(shelf.wanted(), sessions().filter(mayTalk), clock.now()))
      send(session.link, writeLinkMessage({ kind: 'picture-want', hashes: hashes.map(bytesOf) }));
  };
  const lookSoon = (): void => soon('look', SOON_MS, () => drop(look(), 'looking for pictures'));

  const serve = (): void => {
    for (const session of sessions().filter(mayTalk)) {
      const now = server.take(session, shelf.offers, clock.now());
      for (const hash of now.send) drop(sendPicture(session, hash), 'sending a picture');
      if (now.isMore) soon('serve', PACE_MS, serve);
    }
  };

  const sendPicture = async (session: LinkSession, hash: PictureHash): Promise<void> => {
    const bytes = await shelf.read(hash);
    if (bytes !== undefined && sessions().includes(session) && mayTalk(session))
      send(session.link, writeLinkMessage({ kind: 'picture', hash: bytesOf(hash), bytes }));
  };

  const take = (session: LinkSession, hash: PictureHash, bytes: Uint8Array): void => {
    if (!asker.answered(session, hash)) return;
    lookSoon(); // there is room for the next
    if (!shelf.wants(hash)) return;
    if (isMemberPicture(bytes) && pictureHash(crypto, community.id, bytes) === hash)
      drop(shelf.put(hash, bytes).then(lookSoon), 'keeping a picture');
    else logger.warn('picture-refused', {});
  };

  return {
    heard: (session, message) => {
      const isOpen = mayTalk(session);
      if (isOpen && !met.has(session)) {
        met.add(session);
        lookSoon();
      }
      if (message?.kind === 'picture' && isOpen) take(session, toBase64Url(message.hash), message.bytes);
      if (message?.kind === 'picture-want' && isOpen) {
        server.ask(session, message.hashes.map(toBase64Url), clock.now());
        drop(shelf.loaded.then(serve), 'sending pictures');
      }
      return message?.kind === 'picture' || message?.kind === 'picture-want';
    },
    look: lookSoon,
    putOwn: (bytes, name) => shelf.putOwn(bytes, name).finally(lookSoon),
    dispose,
  };
};

const bytesOf = (hash: PictureHash): Uint8Array => fromBase64Url(hash) ?? new Uint8Array(32);
