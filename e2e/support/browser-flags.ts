/** How a browser is started, besides what Playwright adds itself (`--no-sandbox` and others). */

/**
 * The last of these lists alone counts, so it repeats what Playwright's own is for, and adds the pop-ups of the address bar.
 * These are pages of the browser's own, loaded at each start, which takes half of its time; the product's window has no address bar.
 */
const NOT_NEEDED = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'AimEnabled',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'PaintHolding',
  'PreconnectToSearch',
];

export const BROWSER_FLAGS = [
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  `--disable-features=${NOT_NEEDED.join(',')}`,
];
