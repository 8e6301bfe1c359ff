/** The folder of a new session where none was named or chosen. */
import { parse } from 'node:path';

/** Where Konsole was started; a menu may start it at the root of the disk, which nobody meant: then the home folder. */
export function startFolder(cwd: string, home: string): string {
  return cwd === parse(cwd).root ? home : cwd;
}
