/** For a sheet that closes: focus goes back where it came from, unless a click elsewhere has moved it already. */
export const giveFocusBack = (focus: () => void): void => {
  const { activeElement } = document;
  const isLost = activeElement === null || activeElement === document.body;
  if (isLost || activeElement.closest(':popover-open') !== null) focus();
};
