import type { Streams } from './streams.ts';

/** Hides the lines that are redrawn on the screen while a person reads or answers a prompt. */
export function stepAside<T>({ asides }: Pick<Streams, 'asides'>, reporting: () => T): T {
  const hidden = [...asides];
  for (const { hide } of hidden) hide();
  const show = () => {
    for (const aside of hidden) aside.show();
  };
  const reported = reporting();
  if (reported instanceof Promise) void reported.finally(show).catch(() => {});
  else show();
  return reported;
}
