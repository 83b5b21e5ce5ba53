/** The public names of `tutorial-replay/sandbox`: a stateful Microsoft Graph for one's own tests. */

export { createSandbox, type Sandbox, type SandboxOptions } from './sandbox/create-sandbox.ts';
export type { Seed as SandboxSeed } from './sandbox/packs/directory/seed/seed.ts';
export type { Caller } from './sandbox/service/caller.ts';
export type { EarlyRequest, Fault, Faults } from './sandbox/service/fault.ts';
export type { SandboxResponse } from './sandbox/service/fault-response.ts';
export type { SandboxRequest } from './sandbox/service/read-request.ts';
export type { SandboxClock } from './sandbox/service/sandbox-clock.ts';
