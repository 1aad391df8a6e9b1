/**
 * What Holdfast is compared with: the smallest chat on y-webrtc that has a list on screen. One shared array, nothing
 * signed, nothing stored, no framework.
 */
import { WebrtcProvider } from 'y-webrtc';
import * as Y from 'yjs';

import { messageText } from './message-text.ts';

type PlainMessage = { author: string; text: string; at: number };

const ROWS = 100;
const query = new URLSearchParams(location.search);
const author = query.get('author') ?? 'nobody';
const doc = new Y.Doc();
const messages = doc.getArray<PlainMessage>('messages');

const element = <Tag extends keyof HTMLElementTagNameMap>(tag: Tag, parent: Element): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag);
  parent.append(made);
  return made;
};

const join = element('button', document.body);
join.textContent = 'Join community';
const list = element('ul', document.body);
const box = element('textarea', document.body);
box.setAttribute('aria-label', 'Message #general');

const show = (message: PlainMessage): void => {
  const row = element('li', list);
  element('b', row).textContent = message.author;
  element('time', row).textContent = new Date(message.at).toLocaleTimeString();
  element('p', row).textContent = message.text;
  if (list.childElementCount > ROWS) list.firstElementChild?.remove();
};

messages.observe(({ delta }) => {
  const added = delta.flatMap(({ insert }) => (Array.isArray(insert) ? (insert as PlainMessage[]) : []));
  for (const message of added.slice(-ROWS)) show(message);
});

box.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter') return;
  event.preventDefault();
  messages.push([{ author, text: box.value, at: Date.now() }]);
  box.value = '';
});

join.addEventListener('click', () => {
  // hubs carry sealed frames only, so the room has a password; no server helps to find candidates on loopback
  const provider = new WebrtcProvider('bench', doc, {
    signaling: [query.get('hub') ?? ''],
    password: 'bench',
    filterBcConns: false,
    peerOpts: { config: { iceServers: [] } },
  });
  provider.on('peers', ({ webrtcPeers }) => {
    document.body.dataset['peers'] = String(webrtcPeers.length);
  });
});

/** What the bench asks of the page. */
const plain = {
  fill: (count: number): number => {
    doc.transact(() => {
      for (let at = 0; at < count; at += 1) messages.push([{ author, text: messageText(at), at: Date.now() }]);
    });
    return Y.encodeStateAsUpdate(doc).length;
  },
  count: (): number => messages.length,
};
export type Plain = typeof plain;
Object.assign(window, { plain });
