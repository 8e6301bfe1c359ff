/** The app opened once for a file of security tests, beside a server that nothing may reach. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ElectronApplication, Page } from 'playwright-core';
import { type Launched, launchKonsole } from './launch';

export interface UnderAttack {
  app: ElectronApplication;
  main: Page;
  quick: Page;
  /** Address of a server on this machine. */
  outside: string;
  /** Paths that were asked of it: none may. */
  reached: string[];
  close(): Promise<void>;
}

export async function openUnderAttack(): Promise<UnderAttack> {
  const reached: string[] = [];
  const server = createServer((req, res) => {
    reached.push(req.url ?? '');
    res.end('reached');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const launched: Launched = await launchKonsole({ args: ['--demo'] });
  const [main, quick] = await Promise.all([launched.mainWindow(), launched.quickWindow()]);
  await main.getByRole('button', { name: 'New session' }).first().waitFor();
  return {
    app: launched.app,
    main,
    quick,
    outside: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reached,
    close: async () => {
      await launched.close();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
