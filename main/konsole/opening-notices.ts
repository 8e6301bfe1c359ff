/** What opening found that a person should know, in words. Pure. */

export function cutOffNotice(count: number): { id: string; message: string } {
  const turns = count === 1 ? 'One turn was' : `${count} turns were`;
  return {
    id: 'turns-cut-off',
    message: `${turns} cut off when Konsole last ended. What had been done is there; send a message to go on.`,
  };
}

export function settingsNotice(problems: readonly { field: string; message: string }[]) {
  const said = problems.slice(0, 3).map(({ field, message }) => `${field}: ${message}`);
  if (problems.length > 3) said.push(`and ${problems.length - 3} more, in Settings`);
  return {
    id: 'settings',
    message: `settings.json is not all right, defaults are used in its place. ${said.join('; ')}`,
  };
}
