/** Only for what keys are called and whether Meta counts. */
export const IS_MAC = /mac/i.test(navigator.userAgent);
