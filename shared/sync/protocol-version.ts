/**
 * The version that HELLO names, and the hash of all that two clients must agree on: encodings, schemas, labels
 * (shared/testing/wire-schema.test.ts says what to do when it does not fit any more).
 */
export const PROTOCOL_VERSION = 1;
export const WIRE_SCHEMA = 'iwwyk9fFJ3aHX2HUEZjAEW7CqxcMp2xPgCgLHKBEYv0';
