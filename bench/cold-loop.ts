/** A whole process: seven requests in a loop that asserts nothing. */
import { Agent } from 'undici';
import { askPlainly } from './plain-loop.ts';

const agent = new Agent({ pipelining: 1, allowH2: false });
await askPlainly(agent, process.argv[2] ?? '');
await agent.close();
