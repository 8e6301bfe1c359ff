/** The files that fit what is written after `@`: a list above the box, worked with its keys or the pointer. */
import { useEffect, useRef } from 'react';
import { cx } from '../../ui/class-names';
import { useLate } from '../../ui/use-now';
import { markedPath } from './mention';
import type { Piece } from './mention';
import type { MentionView } from './use-mention';

export interface MentionListProps {
  view: MentionView;
  choose: (path: string) => void;
}

const card =
  'absolute inset-x-0 bottom-full z-20 mb-1.5 rounded-card border border-line bg-raised shadow-card';

export function MentionList({ view, choose }: MentionListProps) {
  const { id, files, failure, active, query } = view;
  const late = useLate(files === undefined && failure === undefined);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.children[active]?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  const words = failure ?? wordsFor(files, query, late);
  if (!files || files.length === 0 || failure !== undefined) {
    if (words === undefined) return null;
    return (
      <p role="status" className={cx(card, 'px-3.5 py-2 text-small text-ink-2')}>
        {words}
      </p>
    );
  }
  return (
    <div className={card}>
      <div
        ref={list}
        id={id}
        role="listbox"
        aria-label="Files"
        tabIndex={-1}
        className="max-h-[min(264px,40vh)] overflow-y-auto p-1"
      >
        {files.map((path, at) => (
          <button
            key={path}
            id={`${id}-${at}`}
            type="button"
            role="option"
            aria-selected={at === active}
            aria-label={path}
            tabIndex={-1}
            className={cx(
              'flex w-full items-baseline gap-2 rounded-control px-2.5 py-1 text-left',
              at === active ? 'bg-hover' : 'hover:bg-hover',
            )}
            // The box keeps the focus and the caret.
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => choose(path)}
          >
            <Path path={path} query={query} />
          </button>
        ))}
      </div>
      <p role="status" className="hidden-text">
        {files.length === 1 ? '1 file' : `${files.length} files`}
      </p>
    </div>
  );
}

/** The name, then its folder, dimmed. */
function Path({ path, query }: { path: string; query: string }) {
  const { name, folder } = markedPath(path, query);
  return (
    <>
      <span className="max-w-[70%] shrink-0 truncate">
        <Pieces pieces={name} />
      </span>
      <span className="min-w-0 truncate text-small text-ink-3">
        <Pieces pieces={folder} />
      </span>
    </>
  );
}

function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return pieces.map(({ text, marked }, at) =>
    marked ? (
      <mark key={at} className="bg-transparent font-semibold text-main-ink">
        {text}
      </mark>
    ) : (
      <span key={at}>{text}</span>
    ),
  );
}

function wordsFor(
  files: readonly string[] | undefined,
  query: string,
  late: boolean,
): string | undefined {
  if (files === undefined) return late ? 'Looking for files…' : undefined;
  return query === '' ? 'There are no files in this folder.' : `No file here matches “${query}”.`;
}
