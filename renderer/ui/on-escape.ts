/** The ref of a form that was opened within a page: Escape closes it, as its Cancel does. */
export const onEscape = (close: () => void) => (form: HTMLFormElement | null) => {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.isComposing) return;
    event.preventDefault();
    close();
  };
  form?.addEventListener('keydown', onKeyDown);
  return () => form?.removeEventListener('keydown', onKeyDown);
};
