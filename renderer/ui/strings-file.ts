/** Words about a community as a file. Part of the one table in strings.ts. */

const counted = (count: number, one: string, many: string): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const;

export const sizeText = (bytes: number): string => {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const value = bytes / 1_000 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${UNITS[step] ?? ''}`;
};

const newOnes = (records: number, operations: number): string =>
  [
    records === 0 ? [] : counted(records, 'message or act', 'messages and acts'),
    operations === 0 ? [] : counted(operations, 'change of the community', 'changes of the community'),
  ]
    .flat()
    .join(', ');

export const fileStrings = {
  file: {
    what: 'Everything of this community that is on this device fits in one file, sealed for its members. Keep it as a copy, or carry it on a stick to members whom no network reaches.',
    save: 'Save as a file',
    for: 'For whom',
    everyone: 'Everyone',
    forEveryone: 'With everything that is here.',
    forOne: 'With what they lack, as far as this device knows. Every member can open it.',
    saving: 'Saving…',
    saved: (records: number, bytes: number) =>
      `Saved: ${counted(records, 'message or act', 'messages and acts')}, ${sizeText(bytes)}`,
    takeIn: 'Take in a file',
    takeInHint:
      'One that another member saved. What is not here yet is added; nothing is lost, and nothing comes twice.',
    choose: 'Choose a file',
    takingIn: 'Taking it in…',
    taken: (records: number, operations: number, refused: number) => {
      const came =
        records + operations === 0
          ? 'Everything in it was here already.'
          : `New here: ${newOnes(records, operations)}.`;
      if (refused === 0) return came;
      return `${came} ${counted(refused, 'entry', 'entries')} could not be used: something before is missing here. Ask for a file for everyone.`;
    },
  },
} as const;
