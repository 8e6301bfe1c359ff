/**
 * Loaded into a host process before the host itself: makes it fail in the middle of its work when it is told so by a
 * signal, as code of a tool or a client could make it fail by itself.
 */
'use strict';

/** An endless loop: nothing that is said to the process is heard any more. */
process.on('SIGUSR2', () => {
  for (;;);
});

/** Takes memory until there is none left to take. */
process.on('SIGPWR', () => {
  const held = [];
  for (;;) held.push(new Array(1_000_000).fill(held.length + 0.5));
});
