/** The sign before a step: what it is, or how it went. */
import {
  Ban,
  Check,
  CircleDashed,
  CircleStop,
  Diamond,
  FoldVertical,
  ShieldQuestion,
  X,
} from 'lucide-react';
import type { ReactNode } from 'react';
import type { Block } from '../../../preload/contract/shapes';
import { cx } from '../../ui/class-names';
import { waits } from './tool-words';

export interface StepIconProps {
  block: Block;
  running: boolean;
  lane?: 'main' | 'quick';
}

export function StepIcon({ block, running, lane = 'main' }: StepIconProps): ReactNode {
  const size = { size: 14, className: 'shrink-0' };
  const own = cx('shrink-0', lane === 'quick' ? 'text-quick' : 'text-main');
  if (block.kind === 'summary') {
    return <FoldVertical size={14} className="shrink-0 text-info" aria-hidden />;
  }
  if (block.kind === 'thinking') {
    return <Diamond size={14} aria-hidden fill="currentColor" className={own} />;
  }
  if (running && waits(block)) {
    return <ShieldQuestion size={14} className="shrink-0 text-main-ink" aria-label="needs you" />;
  }
  if (running) return <CircleDashed size={14} className={own} aria-label="running" />;
  switch (block.status) {
    case 'ok':
      return <Check {...size} className="shrink-0 text-ok" aria-label="done" />;
    case 'error':
      return <X {...size} className="shrink-0 text-bad" aria-label="failed" />;
    case 'denied':
      return <Ban {...size} className="shrink-0 text-bad" aria-label="denied" />;
    default:
      return <CircleStop {...size} className="shrink-0 text-ink-3" aria-label="interrupted" />;
  }
}
