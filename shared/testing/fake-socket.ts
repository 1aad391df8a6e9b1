/** A WebSocket to a hub that is not there: tests open it, hear what is said, and say what the hub would. */
export type HubMessage = { type: string; topic?: string; topics?: string[]; data?: unknown };

export class FakeSocket {
  /** All of them, oldest first; tests empty it. */
  static made: FakeSocket[] = [];
  readyState = 0;
  said: HubMessage[] = [];
  declare onmessage?: (event: { data: unknown }) => void;
  declare onopen?: () => void;
  declare onclose?: () => void;
  constructor() {
    FakeSocket.made.push(this);
  }
  send(text: string): void {
    this.said.push(JSON.parse(text) as HubMessage);
  }
  close(): void {
    this.readyState = 3;
    this.onclose?.();
  }
  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }
}

/** What a connection is told it is to become: as it was given. */
export class Description {
  type?: string;
  sdp?: string;
  constructor(from: object) {
    Object.assign(this, from);
  }
}
