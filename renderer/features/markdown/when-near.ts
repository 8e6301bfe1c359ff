/** Tells once when an element comes near the part of the page that is in view. */

/** Pixels around the view that count as near. */
const near = 800;

const waiting = new WeakMap<Element, () => void>();
let shared: IntersectionObserver | undefined;

const observer = (): IntersectionObserver =>
  (shared ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        shared?.unobserve(target);
        waiting.get(target)?.();
        waiting.delete(target);
      }
    },
    { rootMargin: `${near}px` },
  ));

/** The answer takes it back. */
export function whenNear(element: Element, act: () => void): () => void {
  waiting.set(element, act);
  observer().observe(element);
  return () => {
    waiting.delete(element);
    observer().unobserve(element);
  };
}
