/** The rows that are laid out, with gaps for those that are not, and one menu for all of them on right click. */
import { memo, useState } from 'react';
import type { MouseEvent } from 'react';
import type { Turn } from '../../../preload/contract/shapes';
import { desktopOrToast } from '../../stores/commands';
import { useSettings } from '../../stores/settings-store';
import { ContextMenu } from '../../ui/menu';
import type { MenuEntry } from '../../ui/menu';
import { changeOf } from './moves';
import { TurnArticle } from './turn';
import type { Reveal } from './turn';
import type { TranscriptActions } from './turn-actions';
import { turnEntries } from './turn-footer';
import type { Windowed } from './use-window';

export interface TurnRowsProps {
  session: string;
  windowed: Windowed;
  turnAt: (index: number) => Turn | undefined;
  count: number;
  running: boolean;
  actions: TranscriptActions;
  reveal: (Reveal & { turn: string }) | undefined;
}

export function TurnRows(props: TurnRowsProps) {
  const { session, windowed, turnAt, count, running, actions, reveal } = props;
  const models = useSettings((state) => state.models);
  const [entries, setEntries] = useState<readonly MenuEntry[]>([]);
  const onContextMenu = ({ target }: MouseEvent) => {
    const id = target instanceof Element && target.closest<HTMLElement>('[data-turn]');
    const turn = id ? findTurn(windowed, turnAt, id.dataset.turn ?? '') : undefined;
    setEntries(turn ? entriesFor(turn, actions) : []);
  };
  const last = turnAt(count - 1)?.number;
  return (
    <ContextMenu entries={entries}>
      <div ref={windowed.control.rows} onContextMenuCapture={onContextMenu}>
        {windowed.pieces.map((piece) => {
          if ('gap' in piece) {
            return <Gap key={`before ${turnAt(piece.before)?.id}`} height={piece.gap} />;
          }
          const turn = turnAt(piece.row);
          return (
            turn && (
              <TurnArticle
                key={turn.id}
                session={session}
                turn={turn}
                changed={changeOf(turnAt(piece.row - 1), turn, models)}
                number={turn.number ?? piece.row + 1}
                of={turn.number === undefined ? undefined : last}
                last={piece.row === count - 1 && !running}
                actions={actions}
                reveal={reveal?.turn === turn.id ? reveal : undefined}
                watch={windowed.control.watch}
              />
            )
          );
        })}
      </div>
    </ContextMenu>
  );
}

/** Never what the browser holds on to while heights change: it only stands for rows. */
const Gap = memo(function Gap({ height }: { height: number }) {
  return <div style={{ height }} className="[overflow-anchor:none]" />;
});

function findTurn(
  { pieces }: Windowed,
  turnAt: TurnRowsProps['turnAt'],
  id: string,
): Turn | undefined {
  for (const piece of pieces) {
    const turn = 'row' in piece ? turnAt(piece.row) : undefined;
    if (turn?.id === id) return turn;
  }
  return undefined;
}

function entriesFor(turn: Turn, actions: TranscriptActions): MenuEntry[] {
  const selected = document.getSelection()?.toString() ?? '';
  const own = turnEntries(turn, actions);
  if (selected === '') return own;
  const copySelection = () => void desktopOrToast('desktop.copy', { text: selected });
  return [{ label: 'Copy selection', onSelect: copySelection }, 'separator', ...own];
}
