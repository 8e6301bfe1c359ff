// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest';
import { failed } from '../support/fake-bridge';
import { byRole, click, press, type } from '../support/render';
import { fake, group, open, patches, within } from './page';

const field = (label: string) => {
  const found = Array.from(group('Permissions').querySelectorAll('label')).find(
    (one) => one.textContent === label,
  );
  return document.getElementById(found?.htmlFor ?? '') as HTMLInputElement;
};

describe('permissions', () => {
  test('say in plain words what a command can do and what a rule is worth', async () => {
    await open();
    const said = group('Permissions').textContent;
    expect(said).toContain('A command runs as you.');
    expect(said).toContain('reach the network');
    expect(said).toContain('Rules look at the text of a command');
  });

  test('a default mode is chosen; everything is none of them', async () => {
    await open();
    const names = Array.from(
      group('Permissions').querySelectorAll('[role=radio]'),
      (one) => one.textContent,
    );
    expect(names).toEqual(['Ask', 'Edits allowed', 'Plan (read-only)']);
    await click(within(group('Permissions'), '[role=radio]', 'Plan (read-only)'));
    expect(patches()).toEqual([{ permissions: { mode: 'plan' } }]);
  });

  test('a rule is added by Enter and taken away again, and the others stay', async () => {
    fake.world.settings.permissions = { mode: 'edits', allow: ['read'], deny: [], sandbox: true };
    await open();
    await type(field('Always allow'), ' bash(npm test) ');
    await press(field('Always allow'), 'Enter');
    // A denial that another window has just added is not taken away by it.
    expect(patches().at(-1)).toEqual({ permissions: { allow: ['read', 'bash(npm test)'] } });
    expect(field('Always allow').value).toBe('');
    expect(byRole('list', 'Always allow').textContent).toBe('readbash(npm test)');
    await click(byRole('button', 'Remove read'));
    expect(byRole('list', 'Always allow').textContent).toBe('bash(npm test)');
  });

  test('what is wrong with a rule stands at its field, and the rule stays to be mended', async () => {
    fake.answer('settings.update', failed('invalid', 'permissions.deny.0: "bash(" has no end.'));
    await open();
    await type(field('Never allow'), 'bash(');
    await press(field('Never allow'), 'Enter');
    expect(byRole('alert').textContent).toContain('has no end');
    expect(field('Never allow').getAttribute('aria-invalid')).toBe('true');
    expect(field('Never allow').value).toBe('bash(');
    await type(field('Never allow'), 'bash(rm *)');
    expect(document.querySelector('[role=alert]')).toBeNull();
  });

  test('an empty rule and one that is there already are not sent', async () => {
    fake.world.settings.permissions = { mode: 'ask', allow: [], deny: ['bash'], sandbox: false };
    await open();
    await press(field('Never allow'), 'Enter');
    expect(byRole('alert').textContent).toBe('Write a rule first.');
    await type(field('Never allow'), 'bash');
    await press(field('Never allow'), 'Enter');
    expect(byRole('alert').textContent).toContain('there already');
    expect(patches()).toEqual([]);
  });

  test('the sandbox is switched', async () => {
    await open();
    const box = group('Permissions').querySelector<HTMLInputElement>('input[type=checkbox]');
    if (box) await click(box);
    expect(patches()).toEqual([{ permissions: { sandbox: true } }]);
  });
});
