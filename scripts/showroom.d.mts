export function buildShowroom(say?: (line: string) => void): Promise<void>;
export function serveShowroom(port: number): Promise<{ url: string; close: () => void }>;
