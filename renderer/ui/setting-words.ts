/** What every setting is called, as it stands on the screen, and other words by which it is looked for. */
import type { SettingWords } from '../app/setting-search.ts';
import { sectionOf, SETTING_NAMES, type SettingsSection } from '../app/settings-table.ts';
import { strings } from './strings.ts';

const { settings, notify, network, status } = strings;

export const settingWords: SettingWords = {
  sections: settings.sections,
  settings: {
    name: [strings.welcome.name, 'nickname, called'],
    picture: [settings.picture, 'avatar, photo, image'],
    'name-here': [strings.you.name, 'nickname, community'],
    'about-you': [strings.you.about, 'bio, description'],
    phrase: [strings.phrase.open, '24 words, backup, lost, restore'],
    'own-devices': [settings.sections.devices, 'remove, lost, stolen'],
    'add-device': [strings.devices.add, 'link, phone, code'],
    theme: [settings.theme, 'light, dark, night, black, colours'],
    contrast: [settings.contrast, 'high, readable'],
    'text-size': [settings.textSize, 'font, zoom, larger, smaller'],
    density: [settings.density, 'compact, cosy, dense'],
    motion: [settings.motion, 'animation, reduced'],
    hours: [settings.hours, 'clock, 12 hours, 24 hours'],
    enter: [settings.enter.title, 'Enter, Ctrl, new line'],
    keys: [settings.keyboard, 'keys, hotkeys'],
    notify: [notify.on, 'alerts, badge, pop up'],
    'notify-text': [notify.text, 'preview'],
    sound: [notify.sound, 'sounds, noise, silent'],
    quiet: [notify.quiet, 'pause, mute, silence'],
    invisible: [status.invisible, 'invisible, online, presence'],
    typing: [status.hidesTyping, 'typing indicator'],
    blocked: [strings.blocked.list, 'ignore, unblock'],
    lan: [network.choices.lan, 'LAN, wi-fi, nearby'],
    'hide-address': [network.choices.hide, 'IP, privacy'],
    relays: [network.choices.relays, 'TURN, STUN'],
    servers: [network.choices.servers, 'hub, signalling, internet'],
    kept: [settings.storage.list, 'disk, room, messages'],
    'save-file': [strings.file.save, 'export, backup, stick'],
    'take-in-file': [strings.file.takeIn, 'import'],
    version: [settings.versionName, 'update, fingerprint, profile'],
    diagnostics: [network.copy, 'bug, report, help'],
    licences: [settings.licences, 'open source, credits'],
  },
};

/** All of a section, in one line. */
export const wordsOfSection = (section: SettingsSection): string =>
  SETTING_NAMES.filter((name) => sectionOf(name) === section)
    .flatMap((name) => settingWords.settings[name])
    .join(', ')
    .toLowerCase();
