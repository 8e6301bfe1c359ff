// @vitest-environment happy-dom
import { useState } from 'react';
import { expect, test } from 'vitest';
import { useHeadingFocus } from '../../../renderer/main-window/use-heading-focus';
import { byRole, click, eventually, render } from '../support/render';

/** A window whose page of a kontask has its heading only once it was asked for. */
function Window() {
  const [place, setPlace] = useState('kontasks');
  const [loaded, setLoaded] = useState(false);
  useHeadingFocus(place);
  return (
    <>
      <button type="button" onClick={() => setPlace('kontask k1')}>
        Go
      </button>
      <button type="button">Elsewhere</button>
      <button type="button" onClick={() => setLoaded(true)}>
        Comes
      </button>
      <main key={place}>{(place === 'kontasks' || loaded) && <h1 tabIndex={-1}>{place}</h1>}</main>
    </>
  );
}

test('the heading of a page that comes later gets the focus when it comes', async () => {
  await render(<Window />);
  byRole('button', 'Go').focus();
  await click(byRole('button', 'Go'));
  expect(document.activeElement).toBe(byRole('button', 'Go'));
  await click(byRole('button', 'Comes'));
  await eventually(() => expect(document.activeElement?.textContent).toBe('kontask k1'));
});

test('whoever went on meanwhile stays where they are', async () => {
  await render(<Window />);
  byRole('button', 'Go').focus();
  await click(byRole('button', 'Go'));
  byRole('button', 'Elsewhere').focus();
  await click(byRole('button', 'Comes'));
  await eventually(() => byRole('heading', 'kontask k1'));
  expect(document.activeElement).toBe(byRole('button', 'Elsewhere'));
});
