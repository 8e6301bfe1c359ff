/** Why the system would not do something with a file, as the end of a sentence that begins with its name. Pure. */

/** Why something cannot be opened. */
export function reason(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'ENOENT':
      return 'does not exist (any more)';
    case 'ENOTDIR':
      return 'is not a folder';
    case 'EISDIR':
      return 'is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read by this user';
    case 'ELOOP':
      return 'is a link that leads to itself';
    case 'ENAMETOOLONG':
      return 'has too long a name';
    case 'EMFILE':
    case 'ENFILE':
      return 'cannot be opened now: too many files are open. Try again';
    default:
      return `cannot be opened (${code ?? String(error)})`;
  }
}

/** Why something cannot be written, and what would help. */
export function whyNotWritten(error: unknown): string {
  const code = codeOf(error);
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'may not be written by this user';
    case 'EROFS':
      return 'lies on a disk that can only be read; nothing can be written there';
    case 'ENOSPC':
      return 'cannot be written: the disk is full';
    case 'EDQUOT':
      return "cannot be written: this user's share of the disk is full";
    case 'EFBIG':
      return 'cannot be written: it would be too large for this disk';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'cannot be written: a part of its path is a file, not a folder';
    case 'EBUSY':
    case 'ETXTBSY':
      return 'is in use by another program and cannot be written now';
    case 'ENOENT':
      return 'cannot be written: its folder does not exist (any more)';
    case 'EIO':
      return 'cannot be written: the disk reports an error';
    case 'EISDIR':
    case 'ELOOP':
    case 'ENAMETOOLONG':
    case 'EMFILE':
    case 'ENFILE':
      return reason(error);
    default:
      return `cannot be written (${code ?? String(error)})`;
  }
}

export function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}
