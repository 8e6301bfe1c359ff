/** The root of the quick window: its one view, and what a screen reader is told. */
import { Announcer } from '../ui/announce';
import { useStreamAnnouncements } from '../features/transport/announce-stream';
import { QuickTurn } from '../features/quick/quick-turn';

export function QuickWindow({ mac }: { mac: boolean }) {
  useStreamAnnouncements();
  return (
    <>
      <main className="h-full">
        <h1 className="hidden-text">Quick Turn</h1>
        <QuickTurn mac={mac} />
      </main>
      <Announcer />
    </>
  );
}
