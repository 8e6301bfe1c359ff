/** A button that asks once, however often it is pressed meanwhile. */
import { useState } from 'react';
import { Button } from '../../ui/button';

export interface OnceProps {
  label: string;
  tone?: 'plain' | 'primary';
  title?: string;
  run: () => Promise<void>;
}

export function Once({ label, tone = 'plain', title, run }: OnceProps) {
  const [asking, setAsking] = useState(false);
  const ask = async () => {
    setAsking(true);
    await run();
    setAsking(false);
  };
  return (
    <Button
      size="small"
      tone={tone}
      title={title}
      disabled={asking}
      onClick={() => void ask()}
      className="max-w-full"
    >
      <span className="min-w-0 truncate">{label}</span>
    </Button>
  );
}
