/** The public names of `tutorial-replay/msw`: recordings as MSW request handlers. */

export type { UnusedExchange } from './backends/recorded/recorded-responder.ts';
export {
  openRecordingHandlers,
  type RecordingHandlers,
  recordingHandlers,
} from './backends/recorded/recording-handlers.ts';
