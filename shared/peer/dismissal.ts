/** Telling a removed device who removed it, with what is needed to check that, and nothing else. */
import { removalsOf, removalsOfMember, withTheirPast } from '../governance/removal-of.ts';
import { whyStruck } from '../governance/why-struck.ts';
import type { Operation } from '../governance/operation.ts';
import type { LinkId } from '../base/ids.ts';
import type { Clock } from '../ports/clock.ts';
import type { LinkSession } from '../sync/link-session.ts';
import type { Community } from './community.ts';

const DISMISSAL_MS = 1_000;

export type Dismissal = {
  /** Tells who put them out, and ends the link a little later. */
  dismiss: (session: LinkSession) => void;
  /** All that they know is known here too, and they are out: tells them so again. Once on a link. */
  insist: (session: LinkSession) => void;
  dispose: () => void;
};

export const createDismissal = (
  ports: { clock: Clock; closeLink: (link: LinkId, reason: string) => void },
  community: Community,
  tell: (session: LinkSession, operations: readonly Uint8Array[]) => void,
): Dismissal => {
  const closings = new Set<() => void>();
  const insisted = new WeakSet<LinkSession>();
  const say = (session: LinkSession, reasons: readonly Operation[]): void =>
    tell(
      session,
      withTheirPast(community.log, reasons).map(({ bytes }) => bytes),
    );
  const whatPutOut = ({ device, outMember }: LinkSession): Operation[] => [
    ...removalsOf(community.log, device),
    ...(outMember === undefined ? [] : removalsOfMember(community.log, outMember)),
  ];
  return {
    insist: (session) => {
      const removals = whatPutOut(session);
      if (removals.length === 0 || insisted.has(session)) return;
      insisted.add(session);
      say(session, removals);
    },
    dismiss: (session) => {
      if (community.plant === 'removed-are-not-told') return;
      session.mode = 'dismissed';
      // also of who left: another device of theirs, or they after a crash, may not know it; and who was removed once and
      // let in again may have come in by what does not count any more
      const reasons = [...whatPutOut(session), ...whyStruck(community.log, session.device)];
      say(session, reasons);
      // not at once: what is on its way would be lost with the link
      const cancel = ports.clock.after(DISMISSAL_MS, () => {
        closings.delete(cancel);
        ports.closeLink(session.link, 'removed');
      });
      closings.add(cancel);
    },
    dispose: () => closings.forEach((cancel) => cancel()),
  };
};
