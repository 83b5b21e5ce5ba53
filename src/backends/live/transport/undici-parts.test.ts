import { Agent, buildConnector, EnvHttpProxyAgent } from 'undici';
import { expect, test } from 'vitest';

test('the build puts in the very parts that undici exports', async () => {
  const parts: unknown = await import(new URL('../../../../tools/undici-parts.js', import.meta.url).href);
  expect({ ...(parts as object) }).toEqual({ Agent, EnvHttpProxyAgent, buildConnector });
});
