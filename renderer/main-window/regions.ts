/** The parts of the window that F6 goes through: messages, sidebar, page, turn details. Hidden and empty ones are passed. */

/** Each is marked with `data-region`; the focus lands at its first stop. */
const selector = '[data-region], main';
const stops =
  'a[href], button:not(:disabled), input:not(:disabled), textarea, select, [tabindex="0"]';

/** False when there is nowhere to go. */
export function nextRegion(step: 1 | -1): boolean {
  const regions = Array.from(document.querySelectorAll<HTMLElement>(selector)).filter(
    (region) => targetIn(region) !== undefined,
  );
  const active = document.activeElement;
  const at = regions.findIndex((region) => region.contains(active));
  const from = at < 0 && step < 0 ? 0 : at;
  const next = regions[(from + step + regions.length) % regions.length];
  if (!next || next === regions[at]) return false;
  targetIn(next)?.focus();
  return true;
}

/** A page with a message box is for writing in it; a pane with nothing to press takes the focus itself. */
function targetIn(region: HTMLElement): HTMLElement | undefined {
  const list = stopsIn(region);
  const box = list.find((stop) => stop.matches('textarea[aria-label=Message]'));
  const itself = region.hasAttribute('tabindex') && isShown(region) ? region : undefined;
  return box ?? list[0] ?? itself;
}

function stopsIn(region: HTMLElement): HTMLElement[] {
  return Array.from(region.querySelectorAll<HTMLElement>(stops)).filter(
    (stop) => stop.tabIndex >= 0 && stop.role !== 'separator' && isShown(stop),
  );
}

/** Laid out at all: what is in a folded pane is not. */
const isShown = (element: HTMLElement) =>
  typeof element.checkVisibility === 'function' ? element.checkVisibility() : true;
