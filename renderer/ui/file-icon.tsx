/** The sign of a file that is shown by name and size: a PDF has pages, all else is text. */
import { BookText, FileText } from 'lucide-react';
import { cx } from './class-names';

export interface FileIconProps {
  /** As its bytes say; absent while they are not known. */
  type: string | undefined;
  size: number;
  className?: string;
}

export function FileIcon({ type, size, className }: FileIconProps) {
  const Sign = type === 'application/pdf' ? BookText : FileText;
  return <Sign size={size} aria-hidden className={cx('shrink-0', className)} />;
}
