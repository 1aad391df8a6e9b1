/** The first 20 characters of the id, to be read aloud. */
export const fingerprintOf = (id: string): string => (id.slice(0, 20).match(/.{4}/g) ?? []).join('-');
