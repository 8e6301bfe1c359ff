/** What the desktop itself has to say to a person, each under an id; a later one of the same id takes its place. */
export interface OwnNotice {
  id: string;
  message: string;
}

export function createOwnNotices(changed: () => void) {
  let notices: readonly OwnNotice[] = [];
  const without = (id: string) => notices.filter((one) => one.id !== id);
  return {
    all: () => notices,
    say(id: string, message: string): void {
      notices = [...without(id), { id, message }];
      changed();
    },
    /** It is so no longer. */
    takeBack(id: string): void {
      const left = without(id);
      if (left.length === notices.length) return;
      notices = left;
      changed();
    },
  };
}
