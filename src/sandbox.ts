/** The public names of `tutorial-replay/sandbox`: a stateful Microsoft Graph for one's own tests. */

export type { Seed as SandboxSeed } from './backend/sandbox/directory/seed.ts';
export { createSandbox, type Sandbox, type SandboxOptions } from './backend/sandbox/sandbox.ts';
export type { SandboxClock } from './backend/sandbox/sandbox-clock.ts';
export type { Caller } from './backend/sandbox/service/caller.ts';
export type { EarlyRequest, Fault, Faults } from './backend/sandbox/service/fault.ts';
export type { SandboxResponse } from './backend/sandbox/service/fault-answer.ts';
export type { SandboxRequest } from './backend/sandbox/service/read-request.ts';
