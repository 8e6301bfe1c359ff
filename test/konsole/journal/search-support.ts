/** What the tests of the search share: three sessions that have words in common, and the names of what was found. */
import type { Journal } from '../../../main/konsole/journal/types';
import { batch, created, newFile, openAt, sessionOf, wholeTurn } from './support';

export const sessionsOf = async (journal: Journal, text: string, limit = 50) =>
  (await journal.search(text, limit)).map(({ session }) => session);

/** Three sessions that share words. */
export async function filled(file = newFile()) {
  const journal = await openAt(file, { now: 1 });
  await journal.append(batch(created(sessionOf('a', { title: 'Über die Küche', updatedAt: 5 }))));
  await journal.append(batch(created(sessionOf('b', { title: 'Second', kind: 'chat' }))));
  await journal.append(batch(created(sessionOf('c', { title: '用户界面设计' }))));
  await journal.append(batch(wholeTurn('a', 'a1', 'Which Knife?', ['A sharp one, for onions.'])));
  await journal.append(batch(wholeTurn('b', 'b1', 'Peel an onion', ['With the knife. Gently.'])));
  await journal.append(
    batch(wholeTurn('c', 'c1', '我喜欢这个React项目', ['とても良いプロジェクト'])),
  );
  return journal;
}
