/**
 * Networks of this test's own: a switch, and machines with one cable each; no internet, no default route, no name server.
 * Linux network namespaces; they need root, `ip` (iproute2) and `nft` (nftables).
 */
import { execFileSync } from 'node:child_process';

export type Machine = {
  /** What a command is put behind to run on this machine. */
  within: readonly string[];
  address: string;
  /** Another address in the place of the one it has, as after sleep in another network. */
  readdress: (address: string) => void;
  /** Pulls the cable, or puts it back. */
  unplug: () => void;
  plug: () => void;
  /** The firewall drops what matches, in nftables’ words, in and out; all of it is let through again at the end. */
  drop: (...matches: string[]) => void;
  dropNothing: () => void;
  /** Counts what comes in from that address from now on, before anything is dropped. @returns how many packets came */
  countFrom: (address: string) => () => number;
};

export type Lan = { machine: (name: string) => Machine; dispose: () => void };

/** @returns why networks cannot be made here, for people; undefined if they can */
export const whyNoNetworks = (): string | undefined => {
  if (process.platform !== 'linux') return 'network namespaces are Linux only';
  if (process.getuid?.() !== 0) return 'network namespaces need root';
  try {
    execFileSync('ip', ['netns', 'add', `hf${process.pid}probe`], { stdio: 'ignore' });
    execFileSync('ip', ['netns', 'del', `hf${process.pid}probe`], { stdio: 'ignore' });
  } catch {
    return '`ip netns add` does not work here (install iproute2, or allow namespaces)';
  }
  try {
    execFileSync('nft', ['--version'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'there is no `nft` here (install nftables)';
  }
};

let networks = 0;

export const makeLan = (): Lan => {
  networks += 1;
  const prefix = `hf${process.pid}n${networks}`;
  const namespaces: string[] = [];
  const ip = (...args: string[]): void => void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  const add = (name: string): string => {
    const namespace = `${prefix}${name}`;
    ip('netns', 'add', namespace);
    namespaces.push(namespace);
    ip('-n', namespace, 'link', 'set', 'lo', 'up');
    return namespace;
  };
  const hub = add('switch');
  ip('-n', hub, 'link', 'add', 'br0', 'type', 'bridge', 'mcast_snooping', '0');
  ip('-n', hub, 'link', 'set', 'br0', 'up');

  let machines = 0;
  return {
    machine: (name) => {
      machines += 1;
      const namespace = add(name);
      const address = `10.77.0.${machines}`;
      const cable = `port${machines}`;
      ip('-n', namespace, 'link', 'add', 'eth0', 'type', 'veth', 'peer', 'name', cable, 'netns', hub);
      ip('-n', hub, 'link', 'set', cable, 'master', 'br0', 'up');
      ip('-n', namespace, 'addr', 'add', `${address}/24`, 'broadcast', '10.77.0.255', 'dev', 'eth0');
      ip('-n', namespace, 'link', 'set', 'eth0', 'up');
      const nft = (rules: string): void =>
        void execFileSync('ip', ['netns', 'exec', namespace, 'nft', '-f', '-'], { input: rules });
      const within = ['ip', 'netns', 'exec', namespace];
      return {
        within,
        address,
        readdress: (next) => {
          ip('-n', namespace, 'addr', 'flush', 'dev', 'eth0');
          ip('-n', namespace, 'addr', 'add', `${next}/24`, 'broadcast', '10.77.0.255', 'dev', 'eth0');
        },
        unplug: () => ip('-n', hub, 'link', 'set', cable, 'down'),
        plug: () => ip('-n', hub, 'link', 'set', cable, 'up'),
        drop: (...matches) => nft(dropping(matches)),
        dropNothing: () => nft('flush ruleset\n'),
        countFrom: (from) => {
          nft(counting(from));
          return () => counted(within);
        },
      };
    },
    dispose: () => {
      for (const namespace of namespaces) ip('netns', 'del', namespace);
    },
  };
};

const dropping = (matches: readonly string[]): string => {
  const chain = (hook: string): string[] => [
    `chain ${hook} {`,
    `type filter hook ${hook} priority 0; policy accept;`,
    ...matches.map((match) => `${match} drop`),
    '}',
  ];
  return ['table inet holdfast {', ...chain('input'), ...chain('output'), '}', ''].join('\n');
};

const counting = (address: string): string =>
  [
    'table inet counting {',
    'chain input {',
    'type filter hook input priority -10; policy accept;',
    `ip saddr ${address} counter`,
    '}',
    '}',
    '',
  ].join('\n');

const counted = ([file = '', ...args]: readonly string[]): number => {
  const listed = execFileSync(file, [...args, 'nft', 'list', 'table', 'inet', 'counting'], { encoding: 'utf8' });
  const packets = /counter packets (\d+)/.exec(listed)?.[1];
  if (packets === undefined) throw new Error(`there is no counter in ${listed}`);
  return Number(packets);
};
