/** What somebody writes who wishes a community ill. All of it must be shown as what it is: text. */
import { act, addChannel, addMember, MINUTE, NOW, say, type World, worldOf } from '../world.ts';

const ZALGO = 'Z̸̛̯a̶͎̍l̷̩͝g̴̰̈́o̵̠͘'.repeat(8);

const NAMES = [
  '<img src=x onerror=alert(1)>',
  '\u202eecila',
  'Alice\u200b',
  'A'.repeat(64),
  '\u{1F468}\u200d\u{1F469}\u200d\u{1F467}\u200d\u{1F466}',
  ZALGO.slice(0, 60),
];

const TEXTS = [
  '<script>alert(document.domain)</script>',
  '<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x dur=1s>',
  '[click me](javascript:alert(1)) and <a href="data:text/html,<script>1</script>">here</a>',
  'https://bank.example.org@evil.example.net/login and https://xn--pple-43d.example/',
  '\u202e\u2066txt.exe\u2069\u202c an ordinary file',
  ZALGO,
  'W'.repeat(2_000),
  '\u0000\u0007\u001b[31mred\u001b[0m',
  `${'> '.repeat(200)}deep`,
  `${'**_'.repeat(300)}bold${'_**'.repeat(300)}`,
  `|${'a|'.repeat(400)}\n|${'-|'.repeat(400)}\n|${'b|'.repeat(400)}`,
  `\`\`\`html\n${'<div>'.repeat(200)}`,
  '![tracker](https://evil.example.net/pixel.png)',
  '\n'.repeat(60) + 'far below',
  '𒐫'.repeat(40),
  'مرحبا <b>bold</b> \u202d123\u202c',
];

export const hostileWorld = (): World => {
  const world = worldOf('<b>Kelp</b> \u202edlroW', 'Alice');
  const channel = addChannel(world, 'general\u202elareneg', { topic: '<img src=https://evil.example.net/t.png>' });
  const [alice] = world.members;
  if (alice === undefined) throw new Error('nobody founded this');
  const people = NAMES.map((name) =>
    addMember(world, name, { looksLike: alice.id, about: TEXTS.join(' ').slice(0, 512) }),
  );
  for (let at = 0; at < 1_000; at += 1) {
    const who = people[at % people.length] ?? alice;
    const message = say(world, channel, who, NOW - (1_000 - at) * MINUTE, TEXTS[at % TEXTS.length] ?? '');
    if (at % 7 === 0) act(world, message, alice, { kind: 'react', emoji: '👀', on: true });
    if (at % 50 === 0) act(world, message, alice, { kind: 'hide', on: true, reason: '<script>alert(2)</script>' });
  }
  return world;
};
