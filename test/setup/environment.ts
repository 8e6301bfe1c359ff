/**
 * Runs before every test file: takes real keys and addresses of providers out of the environment, so
 * that no test can reach anything but what it started itself.
 */
export const forbidden = /^(ANTHROPIC|OPENAI|GEMINI|GOOGLE|KONSOLE)_|_(KEY|TOKEN)$/;

for (const name of Object.keys(process.env)) {
  if (forbidden.test(name)) delete process.env[name];
}
