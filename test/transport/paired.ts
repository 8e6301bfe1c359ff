/** Pairs browsers and devices with a house that serves a page, as its owner and they would. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GatewayDeps } from '../../main/transport/gateway';
import { ask, type House, openHouse } from './house';

/** A house with a page of one line, without which nobody can be paired. */
export async function openHouseWithPage(options: Partial<GatewayDeps> = {}) {
  const pages = mkdtempSync(join(tmpdir(), 'p-'));
  mkdirSync(join(pages, 'main-window'));
  writeFileSync(join(pages, 'main-window', 'index.html'), '<!doctype html>the page');
  const house = await openHouse({ pages, ...options });
  return {
    ...house,
    async close() {
      await house.close();
      rmSync(pages, { recursive: true, force: true });
    },
  };
}

export interface Paired {
  token: string;
  scope: string;
  /** `konsole=…`, as a browser would send it. */
  cookie: string;
  setCookie: string;
}

export async function ticketOf(house: House, pass: unknown): Promise<string> {
  const asked = { method: 'POST', path: '/v1/tickets', body: JSON.stringify(pass) };
  const { page } = (await ask(house, asked)).json().result as { page: string };
  return new URL(page).searchParams.get('ticket') ?? '';
}

export async function pairWith(house: House, pass: unknown): Promise<Paired> {
  const body = JSON.stringify({ ticket: await ticketOf(house, pass) });
  const heard = await ask(house, { method: 'POST', path: '/pair', token: undefined, body });
  const setCookie = heard.headers['set-cookie']?.[0] ?? '';
  const { token, scope } = heard.json().result as { token: string; scope: string };
  return { token, scope, setCookie, cookie: setCookie.split(';')[0] ?? '' };
}
