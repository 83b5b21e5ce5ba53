import { expect, test } from 'vitest';
import { certificates } from '../../../../test/support/backends/sample-live-server.ts';
import { tlsOptions } from './connector.ts';

test('what trusts other authorities has a context of its own', async () => {
  const { ca } = await certificates();
  const [one, other] = [tlsOptions({ authorities: [ca] }), tlsOptions({})];
  expect(tlsOptions({ authorities: [ca], connectMs: 1 }).secureContext).toBe(one.secureContext);
  expect(other.secureContext).not.toBe(one.secureContext);
});
