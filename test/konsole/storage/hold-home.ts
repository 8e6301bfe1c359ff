/** A process that holds a home until it is told to let go or is killed: `node hold-home.cjs <folder>`. */
import { openHome } from '../../../main/konsole/storage/home';

openHome(process.argv[2] ?? '').then(
  (home) => {
    process.stdout.write('held\n');
    process.stdin.once('data', () => {
      home.release();
      process.stdout.write('released\n');
    });
  },
  (error: unknown) => process.stdout.write(`${String(error)}\n`),
);
