import { spawn } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemError } from '../../../test/support/tenant/simulated-disk.ts';
import { SecretIndex } from '../../redaction/scan/secret-index.ts';
import type { FileSink } from '../wording/reporter.ts';
import { openFileSink, writeProblem } from './write-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tutorial-replay-report-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function opened(path: string, random = 'r1'): FileSink {
  const sink = openFileSink(path, random, { replaces: 'any' });
  if (!sink.ok) throw new Error(sink.problems.map(({ message }) => message).join());
  return sink.value;
}

describe('a file sink', () => {
  it('writes a whole file that only its owner reads, in folders it makes', async () => {
    const path = join(folder, 'a', 'b', 'out.txt');
    const sink = opened(path);
    const text = 'ä€😀'.repeat(50_000);
    await sink.write(text);
    await sink.write('end');
    expect(existsSync(path)).toBe(false);
    await sink.end();
    expect(readFileSync(path, 'utf8')).toBe(`${text}end`);
    expect(lstatSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(join(folder, 'a', 'b'))).toEqual(['out.txt']);
    expect(sink.problems()).toEqual([]);
  });

  it('is for whom the umask says where it is shared', async () => {
    const path = join(folder, 'out.txt');
    const sink = openFileSink(path, 'r1', { replaces: 'any', shared: true });
    if (sink.ok) await sink.value.end();
    expect(lstatSync(path).mode & 0o777).toBe(0o666 & ~process.umask());
  });

  it('replaces a regular file only at its end', async () => {
    const path = join(folder, 'out.txt');
    writeFileSync(path, 'old');
    const sink = opened(path);
    await sink.write('new'.repeat(100_000));
    expect(readFileSync(path, 'utf8')).toBe('old');
    await sink.end();
    expect(readFileSync(path, 'utf8')).toBe('new'.repeat(100_000));
  });

  it('leaves the old file and nothing else when it is aborted, and ignores what comes after', async () => {
    const path = join(folder, 'out.txt');
    writeFileSync(path, 'old');
    const sink = opened(path);
    await sink.write('new');
    await sink.abort();
    await sink.write('more');
    await sink.end();
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['out.txt']);
  });

  it('keeps the whole file when it is aborted after its end', async () => {
    const path = join(folder, 'out.txt');
    const sink = opened(path);
    await sink.write('new');
    await sink.end();
    await sink.abort();
    expect(readFileSync(path, 'utf8')).toBe('new');
  });
});

describe('what a file sink refuses', () => {
  const problemsOf = (path: string, random = 'r1') => {
    const sink = openFileSink(path, random, { replaces: 'any' });
    return sink.ok ? [] : sink.problems.map(({ code, message }) => `${code}: ${message}`);
  };

  it('a folder, a symbolic link, a dangling one, a device, and the name of a folder', () => {
    mkdirSync(join(folder, 'sub'));
    writeFileSync(join(folder, 'real'), 'old');
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    symlinkSync(join(folder, 'nowhere'), join(folder, 'dangling'));
    const kept = 'only a regular file is replaced';
    expect(problemsOf(join(folder, 'sub'))).toEqual([`file-unreadable: this is a folder; ${kept}`]);
    expect(problemsOf(join(folder, 'link'))).toEqual([`file-unreadable: this is a symbolic link; ${kept}`]);
    expect(problemsOf(join(folder, 'dangling'))).toEqual([`file-unreadable: this is a symbolic link; ${kept}`]);
    expect(problemsOf('/dev/null')).toEqual([`file-unreadable: this is not a regular file; ${kept}`]);
    expect(problemsOf(join(folder, 'new/'))).toEqual(['file-unreadable: this names a folder']);
    expect(problemsOf('')).toEqual(['file-unreadable: this names a folder']);
    expect(readdirSync(folder).sort()).toEqual(['dangling', 'link', 'real', 'sub']);
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('old');
  });

  it('a path through a file, a name that is too long, a name with NUL', () => {
    writeFileSync(join(folder, 'file'), '');
    expect(problemsOf(join(folder, 'file', 'out'))).toEqual(['file-unreadable: a part of the path is not a folder']);
    expect(problemsOf(join(folder, 'x'.repeat(300)))).toEqual(['file-unreadable: the path is too long']);
    expect(problemsOf(`${folder}/a\0b`)).toHaveLength(1);
  });

  it('a temporary file that a person put there, and does not write through it', () => {
    writeFileSync(join(folder, 'victim'), 'old');
    symlinkSync(join(folder, 'victim'), join(folder, '.out.tmp-guessed'));
    expect(problemsOf(join(folder, 'out'), 'guessed')).toHaveLength(1);
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('old');
  });

  it('a target that became a link while the file was written', async () => {
    writeFileSync(join(folder, 'victim'), 'old');
    const sink = opened(join(folder, 'out'));
    await sink.write('new');
    symlinkSync(join(folder, 'victim'), join(folder, 'out'));
    await sink.end();
    expect(sink.problems()).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['out', 'victim']);
    expect(readFileSync(join(folder, 'victim'), 'utf8')).toBe('old');
  });

  it('reports what went wrong when its folder vanishes, and throws nothing', async () => {
    const sink = opened(join(folder, 'sub', 'out'));
    rmSync(join(folder, 'sub'), { recursive: true });
    await sink.write('x'.repeat(100_000));
    await sink.end();
    expect(sink.problems().map(({ message }) => message)).toEqual(['a folder of the path does not exist']);
  });

  it('leaves nothing where it could not be searched for secrets', async () => {
    const secrets = () => {
      throw systemError('ENOSPC');
    };
    const sink = openFileSink(join(folder, 'out'), 'r1', { replaces: 'any', secrets });
    if (!sink.ok) throw new Error('not opened');
    sink.value.write('new');
    await sink.value.end();
    expect(sink.value.problems().map(({ message }) => message)).toEqual(['the disk is full']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each(['EACCES', 'EPERM'])('says of %s that the file is not writable', (code) => {
    expect(writeProblem('out', systemError(code)).message).toBe('the file is not writable');
  });
});

describe('a secret in what was written', () => {
  const jwt = `eyJ${'x9Z'.repeat(10)}.eyJ${'a'.repeat(40)}`;

  it('keeps the file from appearing, and the old one stays', async () => {
    const path = join(folder, 'out.txt');
    writeFileSync(path, 'old');
    const sink = opened(path);
    sink.write(`first\n  "${jwt}"`);
    await sink.end();
    expect(sink.problems()).toMatchObject([{ code: 'secret-found', message: 'jwt', at: { line: 2, column: 4 } }]);
    expect(JSON.stringify(sink.problems())).not.toContain('eyJ');
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['out.txt']);
  });

  it('is one that was registered while the file was written, wherever its parts were flushed', async () => {
    const secrets = new SecretIndex();
    const sink = openFileSink(join(folder, 'out.txt'), 'r1', { replaces: 'any', secrets: () => secrets });
    if (!sink.ok) throw new Error('not opened');
    secrets.become(['value-of-someone'], 'a token');
    sink.value.write(`${'x'.repeat(65_530)}value-of-`);
    sink.value.write('someone');
    await sink.value.end();
    expect(sink.value.problems()).toMatchObject([{ message: 'registered-value, a token', at: { column: 65_531 } }]);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('P15 a process that is killed while it writes', () => {
  it('leaves an old, an absent or a whole file', async () => {
    const path = join(folder, 'out.txt');
    const code = `
      import { openFileSink } from ${JSON.stringify(new URL('write-file.ts', import.meta.url).href)};
      for (let round = 0; ; round++) {
        const sink = openFileSink(${JSON.stringify(path)}, process.pid + '-' + round, { replaces: 'any' });
        sink.value.write('begin ' + round + '\\n');
        for (let part = 0; part < 40; part++) sink.value.write('x'.repeat(10_000));
        sink.value.write('\\nend ' + round);
        await sink.value.end();
        if (round === 0) process.stdout.write('ready');
      }`;
    let killedWhileWriting = 0;
    // Where a process is when it is killed, no one can choose: again, until it was writing.
    for (let round = 0; round < 8 || killedWhileWriting === 0; round++) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      const exited = new Promise((resolve) => child.once('exit', resolve));
      await new Promise((resolve) => child.stdout.once('data', resolve));
      await pause((round % 8) * 2.3);
      child.kill('SIGKILL');
      await exited;
      const [begin, , end] = readFileSync(path, 'utf8').split('\n');
      expect(begin).toMatch(/^begin \d+$/);
      expect(end).toBe(begin?.replace('begin', 'end'));
      killedWhileWriting += readdirSync(folder).some((name) => name.startsWith('.out.txt.tmp-')) ? 1 : 0;
      for (const name of readdirSync(folder)) rmSync(join(folder, name));
    }
  });
});
