/** Limits that decide what is valid: the same on every replica, or replicas would differ. */
export const MAX_MEMBERS = 1_000;
export const MAX_DEVICES = 8;
export const MAX_ROLES = 100;
export const MAX_CHANNELS = 1_000;
export const QUOTA_OF_MEMBERS = 500;
export const QUOTA_OF_MODERATORS = 20_000;
/** For one device, by members who do not moderate: room for one that is good, and an end to those that are not. */
export const MAX_BOXES_OF_AN_EPOCH = 4;
