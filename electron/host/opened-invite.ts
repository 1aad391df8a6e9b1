/** The system starts the shell with the link that somebody clicked on; the page takes what stands behind its `#`. */

const LINK = /^holdfast:\/\/join\/?#([A-Za-z0-9_-]{1,2048})$/;

/** @returns `#…` for the end of the page's address, or nothing: anybody can have the system open a link, so that only an invite passes */
export const openedInvite = (args: readonly string[]): string => {
  const fragment = args.flatMap((each) => LINK.exec(each)?.[1] ?? [])[0];
  return fragment === undefined ? '' : `#${fragment}`;
};
