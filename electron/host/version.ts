/** Of this program, as its own health page and the app say it. */
export const VERSION = '0.1.0';
