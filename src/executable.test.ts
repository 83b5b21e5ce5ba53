import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const program = fileURLToPath(new URL('../tools/executable/dist/tutorial-replay', import.meta.url));
const home = mkdtempSync(join(tmpdir(), 'executable-'));
afterAll(() => rmSync(home, { recursive: true }));
const options = { cwd: home, env: { HOME: home, XDG_CACHE_HOME: join(home, 'cache') }, encoding: 'utf8' } as const;

describe.skipIf(!existsSync(program))('the executable (skipped where `npm run executable` has made none)', () => {
  test('runs the shipped scenarios without Node and without network, and unpacks itself once', () => {
    expect(execFileSync(program, ['--version'], options)).toBe(`${packageJson.version}\n`);
    expect(
      execFileSync(program, ['run', 'library:security-group', '-r', 'terminal', '-r', 'html=p.html'], options),
    ).toMatch(
      /Review access to a security group {2}library:access-reviews\/security-group\.scenario\.yaml\n[\s\S]*Steps +9 passed/,
    );
    expect(existsSync(join(home, 'p.html'))).toBe(true);
    expect(readdirSync(join(home, 'cache/tutorial-replay/app'))).toHaveLength(1);
  });

  test('names itself as it was called, in commands that are pasted', () => {
    const { stdout } = spawnSync(program, ['--help'], { ...options, argv0: './tutorial-replay' });
    expect(stdout).toContain('\n  ./tutorial-replay init\n');
    expect(stdout).not.toContain('npx');
  });

  test('runs nothing that another user could have put there', () => {
    const folder = join(home, 'cache/tutorial-replay/app');
    chmodSync(folder, 0o777);
    expect(spawnSync(program, ['--version'], options)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringContaining('another user can write there'),
    });
    chmodSync(folder, 0o700);
    expect(spawnSync(program, ['--version'], options).status).toBe(0);
  });
});
