import { expect, test } from 'vitest';
import { gone } from './gone.ts';
import { secretVault } from './secret-vault.ts';

test('what is registered is gone from then on, in every way it may be written', () => {
  const vault = secretVault();
  const secret = 'pa$$/w"rd+of=somebody';
  const ways = [secret, JSON.stringify(secret), encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  expect(vault.text(ways.join(' '))).toBe(ways.join(' '));
  vault.register(secret);
  expect(vault.values()).toEqual([secret]);
  expect(vault.text(ways.join(' '))).toBe(`${gone} "${gone}" ${gone} ${gone}`);
});

test('a service that echoes a token shows nothing of it', () => {
  const vault = secretVault();
  vault.register('token-of-somebody');
  const { request, response } = vault.exchange({
    request: { method: 'GET', url: '/v1.0/me?t=token-of-somebody', headers: {} },
    response: { status: 200, headers: { location: '/token-of-somebody' }, text: '{"echo":"token-of-somebody"}' },
  });
  expect(JSON.stringify([request, response])).not.toContain('token-of-somebody');
});
