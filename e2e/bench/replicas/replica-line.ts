/** What a replica's process says on stdout. Times are milliseconds since the Unix epoch, as exact as the clock is. */
export type ReplicaLine =
  | { event: 'ready'; records: number }
  | { event: 'opened'; at: number }
  /** `number`: that of the question. */
  | { event: 'sent'; number: number; records: number; sent: Sent[] };

/** A message that went to the other side, without what the channel adds. */
export type Sent = { kind: string; bytes: number; at: number };
