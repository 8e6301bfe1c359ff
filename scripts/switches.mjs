/** The switches of `npm start`, for its --help and to find the few that the start script reads itself. */

const known = [
  ['--demo', 'scripted answers through the real engine, no key and no AI'],
  ['--workspace DIR', 'the folder that a new session works in'],
  ['--home DIR', 'where sessions, settings and keys are kept (also: KONSOLE_HOME)'],
  ['--quick', 'open the quick window; in a running Konsole too'],
  ['--serve', 'no desktop: serve the page and the gateway on this machine'],
  ['--port N', 'the port for --serve; 0, the default, takes a free one'],
  ['--host H', 'with --serve: where it listens (default 127.0.0.1)'],
  ['--allow-host NAME', 'with --serve: a name clients may call this machine by'],
  ['--expose-to-network', 'with --serve: allow a --host that other machines can reach'],
  ['--help', 'this list'],
];

export const help = [
  'Usage: npm start -- [switches]',
  '',
  ...known.map(([name, text]) => `  ${name.padEnd(22)}${text}`),
  '',
  'Without a display Konsole is served, as with --serve. Switches not listed here go to Electron.',
].join('\n');

/** The arguments without `--serve`, which only chooses the composition root. */
export function withoutServe(args) {
  return args.filter((argument) => argument !== '--serve');
}
