// What docs/performance.md says besides numbers. Which calls to fsync there are was looked up with strace: none of OrbitDB,
// Autobase and automerge-repo made one while 20 messages were written one after another.

export const CLAIMS = [
  '| | Holdfast | y-webrtc | y-webrtc kept and signed | OrbitDB | Autobase | automerge-repo |',
  '| --- | --- | --- | --- | --- | --- | --- |',
  '| “Written” means | fsynced | in memory | fsynced | given to the system (LevelDB, no fsync) | given to the system (RocksDB, no fsync) | given to the system (files, no fsync) |',
  '| Signed by the author | each message; checked are its chain of hashes and one signature in 64 KiB | no | each message; each is checked | each message; each is checked | the root of the log’s hashes, once an append | no |',
  '| Encrypted between the two | yes (DTLS, and sealed inside) | yes (DTLS) | yes (DTLS) | yes (Noise) | yes (Noise) | no (`ws:`) |',
  '| Content encrypted by itself, with keys that change when somebody goes | yes | no | no | no | no (one fixed key, if asked for) | no |',
  '| Members, roles, bans, invitations | yes, in any order and without a server | no | no | a list of who may write | left to the app | left to the app |',
  '| Connects through | a hub, ICE | a hub, ICE | a hub, ICE | a TCP address here | a TCP address here | a TCP address here |',
];

/** @type {Readonly<Record<string, string>>} */
export const WHY_AHEAD = {
  'y-webrtc':
    'What it leaves out: nothing is signed, checked, encrypted by itself, stored or asked of members; a message is a few ' +
    'bytes more in one document in memory. And a document travels in one WebRTC message: above 256 KiB that is refused, ' +
    'so with more messages a newcomer never catches up.',
  'y-webrtc kept and signed':
    'The same document with the least that an app would add (e2e/bench/peers/kept-document.ts): each message is signed by its author, and ' +
    'counts once it is on the disk (fsync) and, if it came from elsewhere, its signature was checked. It still encrypts ' +
    'nothing by itself and knows no members, and the limit of 256 KiB is the same.',
  OrbitDB:
    'It signs each message, as Holdfast does, but does not fsync, does not encrypt what is said, and knows who may write, ' +
    'not who may read. It dials a known TCP address, where Holdfast meets at a hub and connects by ICE and DTLS.',
  Autobase:
    'It signs the root of a log’s hashes once an append, does not fsync, and leaves members and what is encrypted to the ' +
    'app. It dials a known TCP address, where Holdfast meets at a hub and connects by ICE and DTLS. Its newcomer may take ' +
    'over the view as an indexer signed it, without making it from the messages; Holdfast’s checks and decrypts all of them.',
  'automerge-repo':
    'It signs nothing, encrypts nothing, does not fsync, and whoever knows a document’s URL may write in it. Its changes are ' +
    'compressed together, column by column, which signed and encrypted records cannot be. It dials a known TCP address, ' +
    'where Holdfast meets at a hub and connects by ICE and DTLS. A start reads one document, and verifies no signature.',
};
