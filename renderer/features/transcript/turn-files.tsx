/** The files that went with a request: pictures small, everything else by name and size. */
import { ImageOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { BlobInfo } from '../../../preload/contract/shapes';
import { thePage } from '../../stores/page';
import { FileIcon } from '../../ui/file-icon';
import { fileSize } from '../../ui/format';

export function TurnFiles({ files }: { files: readonly BlobInfo[] }) {
  return (
    <ul aria-label="Files" className="flex max-w-[88%] flex-wrap justify-end gap-2">
      {files.map((file) => (
        <li key={file.id}>
          {file.type.startsWith('image/') ? <Picture file={file} /> : <Chip file={file} />}
        </li>
      ))}
    </ul>
  );
}

function Chip({ file }: { file: BlobInfo }) {
  return (
    <span
      title={file.name}
      className="inline-flex h-8 max-w-[260px] items-center gap-2 rounded-control border border-line bg-panel px-2.5 text-small"
    >
      <FileIcon type={file.type} size={14} className="text-ink-3" />
      <span className="truncate">{file.name}</span>
      <span className="num shrink-0 text-ink-3">{fileSize(file.bytes)}</span>
    </span>
  );
}

/** Always as large, whether it is there yet or not: nothing jumps. */
function Picture({ file }: { file: BlobInfo }) {
  const [found, setFound] = useState<{ url?: string } | undefined>();
  useEffect(() => {
    let left = false;
    thePage()
      .bridge.blobs.url(file.id)
      .then(
        (url) => !left && setFound(url === undefined ? {} : { url }),
        () => !left && setFound({}),
      );
    return () => {
      left = true;
    };
  }, [file.id]);
  const url = found?.url;
  return (
    <span
      title={`${file.name} · ${fileSize(file.bytes)}`}
      className="flex h-[96px] w-[128px] items-center justify-center overflow-hidden rounded-card border border-line bg-panel"
    >
      {url !== undefined && (
        <img
          src={url}
          alt={file.name}
          draggable={false}
          decoding="async"
          onError={() => setFound({})}
          className="size-full object-cover"
        />
      )}
      {found && url === undefined && (
        <span className="flex min-w-0 flex-col items-center gap-1 px-2 text-center text-small text-ink-3">
          <ImageOff size={16} aria-hidden />
          <span className="w-full truncate">{file.name}</span>
          <span>no longer here</span>
        </span>
      )}
    </span>
  );
}
