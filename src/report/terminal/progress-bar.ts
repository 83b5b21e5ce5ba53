import { shortened } from '../../diagnostics/display-width.ts';
import { durationText, groupedDigits } from '../wording/duration-text.ts';

const barWidth = 20;
/** Nothing is estimated from less: the first scenarios also start everything up. */
const fewestDone = 2;
const shortestMs = 2000;

type Progress = {
  readonly done: number;
  readonly total: number;
  readonly spentMs: number;
  readonly width: number;
};

/** `  ━━━━━───────────────  250/1,000 scenarios, 12 s, about 36 s left`. */
export function progressBar({ done, total, spentMs, width }: Progress): string {
  const full = Math.floor((done / total) * barWidth);
  const bar = '━'.repeat(full) + '─'.repeat(barWidth - full);
  const seconds = Math.floor(spentMs / 1000);
  const parts = [
    `${groupedDigits(done)}/${groupedDigits(total)} scenarios`,
    ...(seconds < 1 ? [] : [durationText(seconds * 1000)]),
    ...(done < fewestDone || spentMs < shortestMs ? [] : [`about ${roughly((spentMs / done) * (total - done))} left`]),
  ];
  return shortened(`  ${bar}  ${parts.join(', ')}`, width);
}

/** Whole seconds, above two minutes whole minutes: it is an estimate. */
function roughly(ms: number): string {
  const unit = ms > 120_000 ? 60_000 : 1000;
  return durationText(Math.max(1, Math.round(ms / unit)) * unit);
}
