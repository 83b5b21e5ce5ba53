import { expect, test } from 'vitest';
import { checkEnvironment } from './environment-guard.ts';

test('an environment in which certificates are not checked is refused', () => {
  expect(checkEnvironment({ NODE_TLS_REJECT_UNAUTHORIZED: '0' })).toMatchObject({
    ok: false,
    message: expect.stringContaining('NODE_TLS_REJECT_UNAUTHORIZED=0'),
    fix: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
  });
});

test.each([{}, { NODE_TLS_REJECT_UNAUTHORIZED: '1' }, { NODE_TLS_REJECT_UNAUTHORIZED: '' }])(
  '%o is fine: Node turns checks off for `0` alone',
  (environment) => expect(checkEnvironment(environment)).toEqual({ ok: true }),
);
