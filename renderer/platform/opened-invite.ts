/**
 * An invite that was opened outside: the shell opens the page with what stands behind the link's `#`, at its start or later.
 * It is taken out of the address at once, so that a reload does not ask again.
 */
const FRAGMENT = /^#[A-Za-z0-9_-]+$/;

export const onOpenedInvite = (open: (invite: string) => void): void => {
  const take = (): void => {
    const { hash } = location;
    if (!FRAGMENT.test(hash)) return;
    history.replaceState(null, '', location.pathname);
    open(`holdfast://join${hash}`);
  };
  window.addEventListener('hashchange', take);
  take();
};
