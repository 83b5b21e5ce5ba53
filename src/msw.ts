/** The public names of `tutorial-replay/msw`: recordings as MSW request handlers. */
export { recordingHandlers } from './backends/recorded/recording-handlers.ts';
