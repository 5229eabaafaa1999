import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';

let browser: Browser;
let server: Server;
let port: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(`<!doctype html><meta charset="utf-8"><p>Привет с ${request.headers.host}</p>`);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  port = (server.address() as AddressInfo).port;
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

test('an address of a mini-app leads here with no entry in any hosts file', async () => {
  const page = await browser.newPage();
  await page.goto(`http://hello.apps.localhost:${port}/`);
  expect(await page.textContent('p')).toBe(`Привет с hello.apps.localhost:${port}`);
  expect(await page.evaluate(() => window.isSecureContext)).toBe(true);
  await page.close();
});

test('Cyrillic letters are painted, each in its own shape', async () => {
  const page = await browser.newPage();
  await page.setContent('<meta charset="utf-8"><canvas id="paper" width="100" height="100"></canvas>');
  const pictures = await page.evaluate(() => {
    const paper = document.querySelector('canvas')!;
    const pen = paper.getContext('2d', { willReadFrequently: true })!;
    pen.font = '60px sans-serif';
    return ['Ж', 'Щ', 'Я', '\u{10FFFD}'].map((letter) => {
      pen.clearRect(0, 0, 100, 100);
      pen.fillText(letter, 10, 70);
      return [...pen.getImageData(0, 0, 100, 100).data].join();
    });
  });
  // Without a font for them every letter is the same: nothing, or the box that stands for a private letter.
  expect(new Set(pictures).size).toBe(pictures.length);
  await page.close();
});
