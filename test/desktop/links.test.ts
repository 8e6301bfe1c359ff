import { expect, test } from 'vitest';
import { checkLink } from '../../main/desktop/links';

test('https, http and mailto links are opened in their normal form', () => {
  expect(checkLink('https://example.com')).toBe('https://example.com/');
  expect(checkLink('HTTP://Example.com/a?b=c#d')).toBe('http://example.com/a?b=c#d');
  expect(checkLink('mailto:me@example.com')).toBe('mailto:me@example.com');
});

test('attack 2: no other scheme is opened', () => {
  for (const link of [
    'calculator://',
    'smb://host/share',
    'file:///etc/passwd',
    'ms-msdt:/id PCWDiagnostic',
    'ms-msdt:id',
    'javascript:alert(1)',
    'data:text/html,hi',
    'vscode://x',
    'app://konsole/main-window/index.html',
    'blob:https://example.com/1',
    'view-source:https://example.com',
    '//example.com',
    '/etc/passwd',
    '',
  ]) {
    expect(() => checkLink(link), link).toThrow();
  }
});

test('attack 2: what a person saw and what is opened cannot differ', () => {
  for (const link of [
    'https://example.com\n@evil.test',
    'java\tscript:alert(1)',
    ' https://example.com',
    'https://exam\u202eple.com',
    'https://example.com\\@evil.test',
    'https://google.com@evil.test/',
    'https://user:pass@evil.test/',
  ]) {
    expect(() => checkLink(link), link).toThrow();
  }
});

test('a refusal says which schemes are opened and what to do instead', () => {
  expect(() => checkLink('smb://host')).toThrow(/https, http and mailto.*Copy it/);
});
