// A network of a program's own, so that it counts nobody else's bytes: loopback, one more interface, and no IPv6.
import { spawnSync } from 'node:child_process';

/**
 * One IPv4 address besides loopback: WebRTC offers none of loopback. e2e/bench/peers/gauges.ts looks for its name.
 * IPv6 is off, so that there is the same to choose from on every machine.
 */
const SET_UP = [
  'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6',
  'echo 1 > /proc/sys/net/ipv6/conf/default/disable_ipv6',
  'ip link set lo up',
  'ip link add hfbench type veth peer name hfbench-end',
  'ip addr add 10.78.0.1/24 dev hfbench',
  'ip link set hfbench up',
  'ip link set hfbench-end up',
].join(' && ');

/** @returns {string[]} what a command is put behind to run in one; nothing where there can be none */
export const ownNetwork = () => {
  const behind = (/** @type {string} */ then) => ['unshare', '--net', 'sh', '-c', `${SET_UP} && ${then}`, 'sh'];
  const [program = '', ...args] = behind('true');
  return spawnSync(program, args, { stdio: 'ignore' }).status === 0 ? behind('exec "$@"') : [];
};
