// @vitest-environment happy-dom
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Kontask } from '../../../preload/contract/shapes';
import { kontaskHtml } from '../../../renderer/features/kontasks/export/html';
import { htmlToMarkdown } from '../../../renderer/features/kontasks/export/html-markdown';
import { kontaskMarkdown } from '../../../renderer/features/kontasks/export/markdown';
import {
  outputHtml,
  outputMarkdown,
} from '../../../renderer/features/kontasks/export/output-parts';
import { safeHtml, safeStyle } from '../../../renderer/features/kontasks/export/safe-html';

const kontask: Kontask = {
  id: 'k1',
  type: 'general',
  status: 'completed',
  title: 'SSE <first> | or *not*',
  description: 'Line one\nline two',
  tags: ['a', 'b'],
  createdAt: '2026-01-05T01:49:33.988Z',
  createdBy: 'claude',
  context: {
    choices: [
      { label: 'Yes', value: 'Do it', primary: true },
      { label: 'No', value: 'Leave it' },
    ],
    chosen: { value: 'Do it', label: 'Yes', by: 'ada', at: '2026-01-06T00:00:00Z' },
    turnTiming: { totalMs: 771_637, toolCallCount: 63, ttfePct: 1, thinkingPct: 95, toolsPct: 4 },
  },
};

describe('a kontask as markdown', () => {
  it('has its title, output, choices, what was decided, and the figures', () => {
    const text = kontaskMarkdown(kontask, '**Out**');
    expect(text).toContain('# SSE \\<first\\> \\| or \\*not\\*\n\nLine one  \nline two\n');
    expect(text).toContain('## Output\n\n**Out**\n');
    expect(text).toContain('- **Yes** (recommended): Do it\n- **No**: Leave it');
    expect(text).toContain('Decided: **Yes**: Do it (ada, 2026-01-06T00:00:00Z)');
    expect(text).toContain(
      '| Time | 12 m 51.6 s (771.6 s), 63 tool calls, First event 1%, Thinking 95%, Tools 4% |',
    );
  });

  it('leaves out what is not there', () => {
    const text = kontaskMarkdown({ id: 'k', type: 't', status: 'pending', title: 'Bare' }, '');
    expect(text).toBe(
      '# Bare\n\n## Details\n\n| | |\n| --- | --- |\n| Type | T |\n| Status | Pending |\n| Id | k |\n',
    );
  });
});

describe('HTML as markdown', () => {
  it.each([
    ['<h2>Title</h2><p>One <b>two</b> <i>three</i></p>', '## Title\n\nOne **two** *three*'],
    ['<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>', '- a\n  - b\n- c'],
    ['<ol><li>a</li><li>b</li></ol>', '1. a\n2. b'],
    ['<pre>  x = `1`\n  y</pre>', '```\n  x = `1`\n  y\n```'],
    ['<p>a <code>b`c</code></p>', 'a ``b`c``'],
    [
      '<a href="https://x.example/">x</a> <a href="javascript:1">y</a>',
      '[x](https://x.example/) y',
    ],
    ['<blockquote><p>a</p><p>b</p></blockquote>', '> a\n>\n> b'],
    ['a<br>b<hr>c', 'a\nb\n\n---\n\nc'],
    ['<p>1. no list</p><p># no title</p>', '\\1. no list\n\n\\# no title'],
    ['<script>x()</script><style>a{}</style>words', 'words'],
    ['<p>a * b &lt;c&gt;</p>', 'a \\* b \\<c\\>'],
    ['not html at all', 'not html at all'],
  ])('%j', (html, markdown) => {
    expect(htmlToMarkdown(html)).toBe(markdown);
  });

  it('makes a table of a table', () => {
    const html =
      '<table><thead><tr><th>A</th><th>B</th></tr></thead><tr><td>1|2</td><td><b>3</b></td></tr></table>';
    expect(htmlToMarkdown(html)).toBe('| A | B |\n| --- | --- |\n| 1\\|2 | **3** |');
  });

  it('of a thousand elements one in another still has its words', () => {
    const html = `${'<div>'.repeat(1000)}deep${'</div>'.repeat(1000)}`;
    expect(htmlToMarkdown(html)).toBe('deep');
  });
});

describe('a kontask as HTML', () => {
  const hostile = [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<img src="https://evil.example/x.png">',
    '<a href="javascript:alert(1)">x</a>',
    '<a href=" java\nscript:alert(1)">x</a>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<form action="https://evil.example"><input name=a><button>go</button></form>',
    '<svg onload=alert(1)><script>alert(1)</script></svg>',
    '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>',
    '<style>@import "https://evil.example/x.css"</style>',
    '<div style="background:url(https://evil.example/x)">x</div>',
    '<div style="position:fixed;top:0;left:0">x</div>',
    '<object data="https://evil.example"></object><embed src=x>',
    '<p onclick="alert(1)" id="x" class="output">x</p>',
    '<template><script>alert(1)</script></template>',
    '</div></body><script>alert(1)</script>',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>',
  ];

  it.each(hostile)('keeps nothing that acts of %j', (html) => {
    const made = safeHtml(html);
    const doc = new DOMParser().parseFromString(made, 'text/html');
    const banned =
      'script,style,iframe,object,embed,form,input,button,meta,base,link,svg,math,template,noscript';
    expect([...doc.body.querySelectorAll(banned)]).toEqual([]);
    for (const element of doc.body.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on|^id$|^class$|^srcdoc$/);
        expect(value).not.toMatch(/evil|script:|fixed/);
      }
    }
  });

  it('keeps what only looks', () => {
    const html = '<p style="color:#fff;padding:2px">a</p><td colspan="2">b</td>';
    expect(safeHtml(html)).toContain('style="color:#fff; padding:2px"');
    expect(safeHtml('<img alt="x" src="data:image/png;base64,AAAA">')).toContain('data:image/png');
  });

  it.each([
    'background:u\\72l(x)',
    'background:/**/url(x)',
    'width:expression(alert(1))',
    'background-image:image-set("x" 1x)',
    'POSITION:fixed',
  ])('takes no style that loads or leaves its place: %j', (style) => {
    expect(safeStyle(style)).toBe('');
  });

  it('says its policy before anything else, and writes every word as text', () => {
    const evil = '"><script>alert(1)</script>';
    const page = kontaskHtml(
      {
        ...kontask,
        title: evil,
        description: evil,
        scope: evil,
        context: {
          choices: [{ label: evil, value: evil }],
          chosen: { value: evil, by: evil, at: evil },
        },
      },
      outputHtml(evil),
    );
    expect(page).not.toContain('<script');
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<title>'));
    expect(page).toContain("default-src 'none'");
  });

  it('shows plain text as it stands and markdown as it is meant', () => {
    expect(outputHtml('a < b\n  c')).toMatch(/^<pre[^>]*>a &lt; b\n  c<\/pre>$/);
    expect(outputHtml('# Title\n\n- a\n- b')).toContain('<li>a</li>');
    expect(outputHtml('')).toBe('');
    expect(outputMarkdown('a < b\n  c')).toBe('```\na < b\n  c\n```');
  });
});

it('the page of a decision keeps its tables and lists', () => {
  const html = readFileSync(join(import.meta.dirname, 'decision.html'), 'utf8');
  const text = outputMarkdown(html);
  expect(text).toContain('| SSE | WebSocket |');
  expect(text).toContain('- **Quick Turn is smaller scope**');
  expect(safeHtml(html)).toContain('<table');
});
