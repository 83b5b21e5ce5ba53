import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { capturedStreams } from '../../../test/support/cli/captured-streams.ts';
import { dispatch } from '../dispatch.ts';

const parsed = vi.hoisted(() => vi.fn());
vi.mock('yaml', async (original) => {
  const yaml = await original<typeof import('yaml')>();
  const counted: typeof yaml.parseAllDocuments = (...call) => {
    parsed();
    return yaml.parseAllDocuments(...call);
  };
  return { ...yaml, parseAllDocuments: counted };
});

test('`check` parses each file once', async () => {
  const { streams, out } = capturedStreams();
  const file = '../../../scenarios/access-reviews/security-group.scenario.yaml';
  expect(await dispatch(['check', fileURLToPath(new URL(file, import.meta.url))], streams)).toBe(0);
  expect(out()).toContain('1 scenario with');
  expect(parsed).toHaveBeenCalledOnce();
});
