/**
 * `npx vite --config test/renderer/preview/vite.config.ts` shows the main window over a konsole in memory;
 * `?scene=retrying` and the other names of scenes.ts choose what happens in it.
 */
import { fileURLToPath } from 'node:url';
import tailwind from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  plugins: [react(), tailwind()],
  server: { host: '127.0.0.1', fs: { allow: [here('../../..')] } },
});
