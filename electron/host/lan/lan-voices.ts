/** Says on every interface of this machine that there is a hub, for as long as the interface is there. */
import { lanInterfaces, type LanInterface } from './interfaces.ts';
import { openMdnsVoice } from './mdns-voice.ts';
import { openUdpVoice } from './udp-voice.ts';
import type { Heard, Voice } from './voice.ts';

export type LanVoices = {
  say: () => void;
  /** Where somebody can hear us now. */
  addresses: () => string[];
  close: () => void;
};

export type LanVoicesOptions = {
  id: string;
  port: number;
  heard: (hub: Heard) => void;
  /** `addresses` are others now. */
  changed: () => void;
  interfaces?: () => LanInterface[];
};

const LOOK_MS = 2_000;
const FIRST_SAYINGS_MS = [300, 1_000, 3_000];
const SAY_EVERY_MS = 30_000;

export const openLanVoices = ({
  id,
  port,
  heard,
  changed,
  interfaces = lanInterfaces,
}: LanVoicesOptions): LanVoices => {
  const voices = new Map<string, Voice[]>();
  const timers = new Set<NodeJS.Timeout>();

  const after = (ms: number, act: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      act();
    }, ms);
    timers.add(timer.unref());
  };
  const say = (): void => {
    for (const voice of [...voices.values()].flat()) voice.say();
  };
  const speakOn = ({ address, broadcast }: LanInterface): void => {
    const working: Voice[] = [];
    voices.set(address, working);
    for (const open of [openUdpVoice, openMdnsVoice]) {
      const failed = (): void => {
        working.splice(working.indexOf(voice), 1);
        // it is tried again as if the interface were new
        if (working.length === 0) after(SAY_EVERY_MS, () => voices.get(address) === working && voices.delete(address));
        changed();
      };
      const voice: Voice = open({ id, port, address, broadcast, heard, failed });
      working.push(voice);
    }
  };
  const fallSilentOn = (address: string): void => {
    for (const voice of voices.get(address) ?? []) voice.close();
    voices.delete(address);
  };
  /** Interfaces come and go: cables, Wi-Fi, sleep. */
  const look = (): void => {
    const now = interfaces();
    const gone = [...voices.keys()].filter((address) => now.every((each) => each.address !== address));
    const added = now.filter(({ address }) => !voices.has(address));
    for (const address of gone) fallSilentOn(address);
    for (const each of added) speakOn(each);
    if (added.length > 0) for (const ms of FIRST_SAYINGS_MS) after(ms, say);
    if (added.length > 0 || gone.length > 0) changed();
  };
  const looking = setInterval(look, LOOK_MS).unref();
  const saying = setInterval(say, SAY_EVERY_MS).unref();
  look();

  return {
    say,
    addresses: () => [...voices].filter(([, working]) => working.length > 0).map(([address]) => address),
    close: () => {
      clearInterval(looking);
      clearInterval(saying);
      for (const timer of timers) clearTimeout(timer);
      for (const address of voices.keys()) fallSilentOn(address);
    },
  };
};
