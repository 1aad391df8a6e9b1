/** Tells a process from a later one that was given the same number: after a restart of the machine numbers come again. */
import { readFileSync } from 'node:fs';

/** @returns boot and start time of a process, or '' where the system does not tell (all but Linux) */
export const processIdentity = (pid: number): string => {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // the name in brackets may hold anything; the start time is the 20th field behind it
    const started = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
    return `${boot}/${started}`;
  } catch {
    return ''; // no such process, or no such system: the number alone must do
  }
};
