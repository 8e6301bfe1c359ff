/** The built app beside itself, in a folder of its own, unchanged but for some of its files. Everything else is the build, by links. */
import { copyFile, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * `root` is the clone with its build in dist/, `folder` an empty one that the caller removes, to be opened in the place
 * of the clone. `changed` has the text of files of dist/main by their names.
 */
export async function makeAppBeside(
  root: string,
  folder: string,
  changed: Readonly<Record<string, string>>,
): Promise<void> {
  const built = join(root, 'dist', 'main');
  const mine = join(folder, 'dist', 'main');
  await mkdir(mine, { recursive: true });
  await copyFile(join(root, 'package.json'), join(folder, 'package.json'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const part of await readdir(join(root, 'dist'))) {
    if (part === 'main' || part.startsWith('.')) continue;
    await symlink(join(root, 'dist', part), join(folder, 'dist', part));
  }
  for (const name of await readdir(built)) {
    const text = changed[name];
    if (text !== undefined) await writeFile(join(mine, name), text);
    // It finds the others beside where it lies itself, and a link would be followed.
    else if (name === 'main.cjs') await copyFile(join(built, name), join(mine, name));
    else await symlink(join(built, name), join(mine, name));
  }
}
