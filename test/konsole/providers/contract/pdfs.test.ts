/** What every house's adapter makes of a PDF that goes along with a message. */
import { describe, expect, test } from 'vitest';
import { asRead } from '../../../../main/konsole/providers/files';
import type { ModelTurn } from '../../../../main/konsole/providers/types';
import { collect, ended, kinds, openHouse, question } from './house';

const data = Buffer.from('%PDF-1.7 nothing more').toString('base64');
const pdf = { name: 'Q3 "draft".pdf', type: 'application/pdf', data, pages: 2 };
const asked: ModelTurn = { ...question, text: 'What does it say?', attached: [pdf] };
const label = '<file name="Q3 _draft_.pdf">';

describe.each(kinds)('a PDF that is given to %s', (kind) => {
  const house = openHouse(kind);
  const parts = () => house.heard().messages.flatMap((message) => message.parts);

  test('is told by its name and goes whole, before the words that it came with', async ({
    skip,
  }) => {
    if (house.lacks('pdfs')) return skip('This wire has no place for it.');
    await collect(house, { turns: [asked] });
    const [told, given, words] = parts();
    expect(told).toEqual({ kind: 'text', text: `${label}(a PDF, which follows)</file>` });
    expect(given).toMatchObject({ kind: 'pdf', data });
    expect(words).toEqual({ kind: 'text', text: 'What does it say?' });
  });

  test('is the same in the request after it, so that what was cached and sealed stays', async ({
    skip,
  }) => {
    if (house.lacks('pdfs')) return skip('This wire has no place for it.');
    house.fake.next(house.fake.dialect.answer('Little.', { thinking: 'Hm.' }));
    const events = await collect(house, { turns: [asked] });
    const first = parts();
    const before = { ...ended('a', 'What does it say?', events), attached: [pdf] };
    await collect(house, { turns: [before, question] });
    expect(parts().slice(0, first.length)).toEqual(first);
    expect(parts().filter((part) => part.kind === 'sealed')).toHaveLength(
      house.lacks('seals') ? 0 : 1,
    );
  });

  test('goes with a side question too', async ({ skip }) => {
    if (house.lacks('pdfs')) return skip('This wire has no place for it.');
    await collect(house, { turns: [asked], quick: true });
    expect(parts()).toContainEqual(expect.objectContaining({ kind: 'pdf', data }));
  });

  test('has a name that ends as one, whatever the file was called', async ({ skip }) => {
    if (house.lacks('pdfs')) return skip('This wire has no place for it.');
    await collect(house, { turns: [{ ...asked, attached: [{ ...pdf, name: 'report' }] }] });
    expect(parts()).toContainEqual(expect.objectContaining({ kind: 'pdf', data }));
  });

  test('is told in words where the wire has no place for it', async ({ skip }) => {
    if (!house.lacks('pdfs')) return skip('This wire has one.');
    await collect(house, { turns: [asked] });
    const said = parts().flatMap((part) => (part.kind === 'text' ? [part.text] : []));
    expect(said.join()).toContain(`${label}(a PDF, which this model cannot read)</file>`);
  });

  test('is told in words where the model cannot read it', async () => {
    const attached = [asRead(pdf, { pdf: false })];
    await collect(house, { turns: [{ ...asked, attached }] });
    // Some wires put the words of a message together.
    const said = parts().flatMap((part) => (part.kind === 'text' ? [part.text] : []));
    expect(said.join()).toContain(`${label}(a PDF, which this model cannot read)</file>`);
    expect(JSON.stringify(house.fake.requests.at(-1)?.body)).not.toContain(data);
  });
});
