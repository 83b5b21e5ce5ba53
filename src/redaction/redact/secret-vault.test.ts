import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { gone } from '../secrets/gone.ts';
import { holdSecrets, secretVault, vaultBelow } from './secret-vault.ts';

test('a registered value is removed from then on, in each of its encodings', () => {
  const vault = secretVault();
  const secret = 'pa$$/w"rd+of=somepart';
  const ways = [secret, JSON.stringify(secret), encodeURIComponent(secret), Buffer.from(secret).toString('base64')];
  expect(vault.text(ways.join(' '))).toBe(ways.join(' '));
  vault.register(secret);
  expect(vault.values()).toEqual([secret]);
  expect(vault.text(ways.join(' '))).toBe(`${gone} "${gone}" ${gone} ${gone}`);
});

test('a vault learns everything from those below it, and they learn nothing from it', () => {
  const above = secretVault();
  const below = vaultBelow(above);
  above.register('secret-of-another');
  below.register('secret-of-its-own');
  const release = holdSecrets(below, ['secret-for-a-while']);
  const texts = ['secret-of-another', 'secret-of-its-own', 'secret-for-a-while'];
  expect(texts.map(above.text)).toEqual([gone, gone, gone]);
  expect(texts.map(below.text)).toEqual(['secret-of-another', gone, gone]);
  release();
  expect(above.text('secret-for-a-while')).toBe('secret-for-a-while');
  expect(below.text('secret-for-a-while')).toBe('secret-for-a-while');
});

test('a service that echoes a token shows nothing of it', () => {
  const vault = secretVault();
  vault.register('token-of-somepart');
  const { request, response } = vault.exchange({
    request: { method: 'GET', url: '/v1.0/me?t=token-of-somepart', headers: {} },
    response: { status: 200, headers: { location: '/token-of-somepart' }, text: '{"echo":"token-of-somepart"}' },
  });
  expect(JSON.stringify([request, response])).not.toContain('token-of-somepart');
});

/** As runs generate them: they all begin alike. */
const passwordOf = (run: number) => `aA1-${createHash('sha256').update(`${run}`).digest('base64url').slice(0, 24)}`;
const response = JSON.stringify({
  value: Array.from({ length: 20 }, (_, at) => ({ id: createHash('sha256').update(`id ${at}`).digest('hex'), at })),
});

test('looking costs the same however many secrets are registered', () => {
  const compared = (secrets: number): number => {
    const vault = secretVault();
    for (let at = 0; at < secrets; at++) vault.register(passwordOf(at));
    const before = vault.cost().compared;
    expect(vault.text(response)).toBe(response);
    return vault.cost().compared - before;
  };
  expect(compared(10)).toBeLessThanOrEqual(2);
  expect(compared(1_000)).toBeLessThanOrEqual(2);
});

test('secrets of runs are let go of with their run, unless another one holds them, too', () => {
  const vault = secretVault();
  vault.register('the-secret-of-the-client');
  const { forms } = vault.cost();
  for (let run = 0; run < 1_000; run++) {
    const release = holdSecrets(vault, [passwordOf(run), 'the-secret-of-the-client']);
    expect(vault.text(passwordOf(run))).toBe(gone);
    release();
    release();
  }
  expect(vault.values()).toEqual(['the-secret-of-the-client']);
  expect(vault.cost().forms).toBe(forms);
  expect(vault.text(`${passwordOf(7)} the-secret-of-the-client`)).toBe(`${passwordOf(7)} ${gone}`);
  const [first, second] = [holdSecrets(vault, ['shared-password-1']), holdSecrets(vault, ['shared-password-1'])];
  first();
  expect(vault.text('shared-password-1')).toBe(gone);
  second();
  expect(vault.text('shared-password-1')).toBe('shared-password-1');
});

test('the list of what is registered is the same until that changes', () => {
  const vault = secretVault();
  vault.register('first secret');
  const values = vault.values();
  vault.register('first secret');
  expect(vault.values()).toBe(values);
  vault.register('second secret');
  expect(vault.values()).toEqual(['first secret', 'second secret']);
});
