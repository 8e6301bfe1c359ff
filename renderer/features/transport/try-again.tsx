/** The next step beside a transport that was given up. */
import { Button } from '../../ui/button';
import { tryAgain } from './choice';
import type { FellBack } from '../../stores/fallback-store';
import { transportNames } from './ways';

export function TryAgain({ fallback: { lane, wanted } }: { fallback: FellBack }) {
  return (
    <Button size="small" onClick={() => void tryAgain(lane, wanted)}>
      Try {transportNames[wanted]} again
    </Button>
  );
}
