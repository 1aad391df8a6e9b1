/** Notifications, badge and sound of the browser, or of Electron, which has them from Chromium. */

type Shown = { tag: string; title: string; body: string; isSilent: boolean; open: () => void };

/** @param showWindow brings it to the front where the page alone cannot */
export const createBrowserNotifications = (showWindow: () => void) => ({
  permission: (): NotificationPermission | 'unsupported' =>
    'Notification' in window ? Notification.permission : 'unsupported',
  ask: (): Promise<NotificationPermission> => Notification.requestPermission(),
  show: ({ tag, title, body, isSilent, open }: Shown): (() => void) => {
    const options: NotificationOptions & { renotify: boolean } = { tag, body, silent: isSilent, renotify: true };
    const notification = new Notification(title, options);
    notification.onclick = () => {
      window.focus();
      showWindow();
      notification.close();
      open();
    };
    return () => notification.close();
  },
  setBadge: (count: number): void => {
    // not every window is an installed app; then there is no icon to put it on
    const set = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
    set?.catch(() => undefined);
  },
  playSound: (): void => twoTones(new AudioContext()),
  hasFocus: (): boolean => document.hasFocus(),
});

const TONES = [
  { hertz: 587, from: 0 },
  { hertz: 880, from: 0.09 },
] as const;
const LENGTH = 0.22;

/** A short rising pair, quiet and soft at both ends. */
const twoTones = (context: AudioContext): void => {
  const start = context.currentTime;
  for (const { hertz, from } of TONES) {
    const tone = new OscillatorNode(context, { frequency: hertz, type: 'sine' });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.linearRampToValueAtTime(0.12, start + from + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.001, start + from + LENGTH);
    tone.connect(volume).connect(context.destination);
    tone.start(start + from);
    tone.stop(start + from + LENGTH);
    tone.onended = () => {
      if (hertz === TONES[1].hertz) context.close().catch(() => undefined);
    };
  }
};
