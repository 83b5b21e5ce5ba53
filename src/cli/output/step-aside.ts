import type { Streams } from './streams.ts';

/** Takes away what is rewritten in place on the screen, for as long as a person reads or answers something. */
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
