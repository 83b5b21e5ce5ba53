/** A process of its own, with a person at its terminal who gives the answers it was given. */
import { dispatch } from '../../../src/cli/dispatch.ts';

const { args, answers } = JSON.parse(process.argv[2] ?? '');
const write = (stream: NodeJS.WriteStream) => ({ write: (text: string) => void stream.write(text), isTTY: false });

process.exitCode = await dispatch(args, {
  stdout: write(process.stdout),
  stderr: write(process.stderr),
  environment: process.env,
  wallClock: () => performance.timeOrigin + performance.now(),
  signal: new AbortController().signal,
  lost: new AbortController().signal,
  pid: process.pid,
  remains: new Set(),
  asides: new Set(),
  ask: async (question) => {
    process.stderr.write(question);
    return answers.shift();
  },
});
