/** Which files of the project the model was told to follow, as they were read for this turn. */
import { BookOpen } from 'lucide-react';
import type { Turn } from '../../../preload/contract/shapes';
import { fileSize } from '../../ui/format';
import { Line } from './turn-notes';

export function Instructions({ files }: { files: NonNullable<Turn['instructions']> }) {
  if (files.length === 0) return null;
  const names = files.map(({ path, bytes, cut }) => {
    const size = fileSize(bytes);
    return cut ? `${path} (the beginning of ${size})` : `${path} (${size})`;
  });
  return (
    <div className="text-small">
      <Line icon={<BookOpen size={13} aria-hidden />}>Read {names.join(' and ')}</Line>
    </div>
  );
}
