/** What works now and what does not, every member's device, every meeting point. */
import { CircleCheck, CircleX, QrCode } from 'lucide-react';

import type { CarrierHealth, PeerStatus } from '../../../shared/model/status.ts';
import type { CommunityView } from '../../../shared/model/views.ts';
import { TOLERATED_MS } from '../../app/clock-skew.ts';
import { type DeviceRow, deviceRows, diagnostics, whatWorks } from '../../app/network-report.ts';
import { useApp, useQuery, useStore } from '../app-context.ts';
import { Button } from '../primitives/button.tsx';
import { CopyButton } from '../primitives/copy-button.tsx';
import { Dialog, DialogActions, DialogBody } from '../primitives/dialog.tsx';
import {
  carrierKindText,
  carrierPeersText,
  factText,
  linkStateText,
  notConnected,
  routeText,
  strings,
} from '../strings.ts';
import { sinceWhen } from '../time-words.ts';
import { IncidentNotePart } from './incident-note.tsx';
import { NetworkChoicesPart } from './network-choices.tsx';
import './network-dialog.css';

type NetworkDialogProps = { community: CommunityView | undefined; close: () => void };

export const NetworkDialog = ({ community, close }: NetworkDialogProps) => {
  const { services } = useApp();
  const status = useStore(services.status);
  const members = useQuery(`members ${community?.id ?? ''}`, ({ services: { queries } }) =>
    community === undefined ? Promise.resolve([]) : queries.members(community.id),
  );
  const { works, fails } = whatWorks(status, community);
  const rows = community === undefined ? [] : deviceRows(status, community, members ?? []);
  return (
    <Dialog title={strings.network.title} onClose={close} wide>
      <DialogBody>
        {community === undefined ? null : <IncidentNotePart community={community} />}
        <section className="network-part">
          <h3>{strings.network.works}</h3>
          <ul className="network-facts">
            {works.map((fact) => (
              <li key={fact}>
                <CircleCheck size={16} aria-hidden className="network-works" /> <span>{factText[fact]}</span>
              </li>
            ))}
          </ul>
        </section>
        <section className="network-part">
          <h3>{strings.network.fails}</h3>
          {fails.length === 0 ? <p className="dim small">{strings.network.nothingFails}</p> : null}
          <ul className="network-facts">
            {fails.map((fact) => (
              <li key={fact}>
                <CircleX size={16} aria-hidden className="network-fails" /> <span>{factText[fact]}</span>
              </li>
            ))}
          </ul>
        </section>
        <section className="network-part">
          <h3>{strings.network.devices}</h3>
          {rows.length === 0 ? (
            <p className="dim small">{strings.network.noDevices}</p>
          ) : (
            <DeviceTable rows={rows} now={services.now()} />
          )}
        </section>
        <CarriersPart status={status} now={services.now()} />
        <NetworkChoicesPart />
        {community === undefined || community.state === 'removed' ? null : <ByCode community={community} />}
      </DialogBody>
      <DialogActions>
        <p className="dim small network-copy-hint">{strings.network.copyHint}</p>
        <CopyButton text={diagnostics(status, services.shellInfo, services.now())} label={strings.network.copy} />
      </DialogActions>
    </Dialog>
  );
};

const ByCode = ({ community }: { community: CommunityView }) => {
  const { dialog } = useApp();
  return (
    <section className="network-part">
      <h3>{strings.codes.title}</h3>
      <p className="dim small">{strings.codes.networkText}</p>
      <div>
        <Button
          icon={<QrCode size={16} aria-hidden />}
          onClick={() => dialog.set({ kind: 'connect-by-code', community: community.id })}
        >
          {strings.codes.title}
        </Button>
      </div>
    </section>
  );
};

const DeviceTable = ({ rows, now }: { rows: readonly DeviceRow[]; now: number }) => (
  <table className="network-table">
    <thead>
      <tr>
        <th scope="col">{strings.network.member}</th>
        <th scope="col">{strings.network.device}</th>
        <th scope="col">{strings.network.state}</th>
        <th scope="col">{strings.network.route}</th>
        <th scope="col">{strings.network.roundTrip}</th>
        <th scope="col">{strings.network.since}</th>
        <th scope="col">{strings.clock.column}</th>
      </tr>
    </thead>
    <tbody>
      {rows.map(({ member, device, mine, link }) => (
        <tr key={device}>
          <td className="network-name">
            <bdi>{member.name}</bdi>
          </td>
          <td className="fingerprint">{device.slice(0, 8)}</td>
          <td>{mine ? strings.network.thisDevice : link === undefined ? notConnected : linkStateText[link.state]}</td>
          <td>{link === undefined ? '' : routeText[link.route]}</td>
          <td>{link?.roundTripMs === undefined ? '' : strings.network.milliseconds(link.roundTripMs)}</td>
          <td>{link === undefined ? '' : sinceWhen(link.since, now)}</td>
          <td>{clockText(link?.clockAheadMs)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);

const clockText = (aheadMs: number | undefined): string => {
  if (aheadMs === undefined) return '';
  if (Math.abs(aheadMs) <= TOLERATED_MS) return strings.clock.same;
  return aheadMs > 0 ? strings.clock.ahead(aheadMs) : strings.clock.behind(aheadMs);
};

type CarriersPartProps = { status: PeerStatus | undefined; now: number };

const CarriersPart = ({ status, now }: CarriersPartProps) => {
  const isHidden = status !== undefined && status.ownAddress !== 'shown';
  return (
    <section className="network-part">
      <h3>{strings.network.carriers}</h3>
      <p className="dim small">{strings.network.carriersHint}</p>
      {status === undefined || status.carriers.length === 0 ? (
        <p className="dim small">{isHidden ? strings.network.noCarriersHidden : strings.network.noCarriers}</p>
      ) : (
        <CarrierTable carriers={status.carriers} now={now} />
      )}
    </section>
  );
};

const CarrierTable = ({ carriers, now }: { carriers: readonly CarrierHealth[]; now: number }) => (
  <table className="network-table">
    <tbody>
      {carriers.map((carrier) => (
        <tr key={`${carrier.kind} ${carrier.name}`} data-testid="carrier">
          <td>{carrierKindText[carrier.kind]}</td>
          <td className="fingerprint network-name">{carrier.name}</td>
          <td>{carrierPeersText(carrier)}</td>
          <td>{sinceWhen(carrier.since, now)}</td>
        </tr>
      ))}
    </tbody>
  </table>
);
