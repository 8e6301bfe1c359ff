/** Takes what was dropped, pasted or chosen, and says what of it did not fit. */
import { useCallback, useEffect, useState } from 'react';
import { attachFiles, useAttachments } from '../../stores/attachments';
import { announce } from '../../ui/announce';
import { folderWords, named } from './dropped';
import type { Brought } from './dropped';

export interface Attach {
  take: (brought: Brought) => void;
  /** What was left out, until something changes. */
  note: string | undefined;
}

export function useAttach(place: string): Attach {
  const [note, setNote] = useState<string>();
  const count = useAttachments(place).length;
  useEffect(() => {
    if (count === 0) setNote(undefined);
  }, [count]);
  const take = useCallback(
    ({ files, folder }: Brought) => {
      const left = attachFiles(place, files.map(named));
      const words = [left, folder ? folderWords : undefined].filter((one) => one !== undefined);
      setNote(words.length > 0 ? words.join(' ') : undefined);
      if (files.length > 0) announce(files.length === 1 ? 'File added' : 'Files added');
    },
    [place],
  );
  return { take, note };
}
