/** What a page says that was opened without the app around it. */
import { Empty } from '../ui/empty';

export function NoBridge() {
  return (
    <Empty title="This page belongs to the Konsole app">
      <p>Open it from there: run npm start in the repository, or start the installed app.</p>
    </Empty>
  );
}
