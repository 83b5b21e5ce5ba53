import type { Streams } from './streams.ts';

/** Takes away what is rewritten in place on the screen, for as long as a person is told or asked something. */
export function stepAside<T>({ asides }: Pick<Streams, 'asides'>, telling: () => T): T {
  const hidden = [...asides];
  for (const { hide } of hidden) hide();
  const show = () => {
    for (const aside of hidden) aside.show();
  };
  const told = telling();
  if (told instanceof Promise) void told.finally(show).catch(() => {});
  else show();
  return told;
}
