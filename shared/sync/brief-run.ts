/**
 * A run for who has told of records of its lane, and so knows channel and device: these are named by the first bytes of
 * their ids (SY-7, WF-14).
 *
 * 47 BRIEF-RUN    channel 8 · segment varuint · device 8 · the rest of one lane frame (lane-frame.ts)
 */
import { ID_BYTES, idBytes } from '../base/ids.ts';
import { createReader, type Reader } from '../base/reader.ts';
import { createWriter, type Writer } from '../base/writer.ts';
import type { SyncedCommunity } from './synced-community.ts';
import { NAME_BYTES } from './table-message.ts';

export type BriefRun = {
  kind: 'brief-run';
  channel: Uint8Array;
  segment: number;
  device: Uint8Array;
  /** Of the frame, unread. */
  rest: Uint8Array;
};

export const BRIEF_RUN_TYPE = 47;

export const writeBriefRun = (writer: Writer, { channel, segment, device, rest }: BriefRun): Uint8Array =>
  writer.raw(channel).varuint(segment).raw(device).raw(rest).done();

export const readBriefRun = (reader: Reader): BriefRun => readRun(reader, NAME_BYTES);

/** @param frame one, as our writer made it */
export const inBrief = (frame: Uint8Array): BriefRun => {
  const { channel, device, ...run } = readRun(createReader(frame), ID_BYTES);
  return { ...run, channel: channel.subarray(0, NAME_BYTES), device: device.subarray(0, NAME_BYTES) };
};

const readRun = (reader: Reader, idLength: number): BriefRun => ({
  kind: 'brief-run',
  channel: reader.raw(idLength),
  segment: reader.varuint(),
  device: reader.raw(idLength),
  rest: reader.view(reader.left()),
});

type Names = Pick<SyncedCommunity, 'channelNamed' | 'deviceNamed'>;

/** @returns the LANE that it stands for, which is what is heard; or it, if its names mean nothing here */
export const inFull = (names: Names, run: BriefRun): BriefRun | { kind: 'lane'; frame: Uint8Array } => {
  const [channel, device] = [names.channelNamed(run.channel), names.deviceNamed(run.device)];
  if (channel === undefined || device === undefined) return run;
  const writer = createWriter().raw(idBytes(channel)).varuint(run.segment).raw(idBytes(device));
  return { kind: 'lane', frame: writer.raw(run.rest).done() };
};
