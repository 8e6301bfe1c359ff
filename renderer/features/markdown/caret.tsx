/** Where the next word will appear. It stands still: nothing in this app blinks without end. */
export function Caret() {
  return (
    <span
      data-caret=""
      aria-hidden="true"
      className="ml-px inline-block h-[1.1em] w-[0.3em] translate-y-[0.2em] bg-(--caret,var(--main))"
    />
  );
}
