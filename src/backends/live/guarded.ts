import { defined } from '../../defined.ts';

/** The value that a guard lets through, or why it does not. */
export type Guarded<T> =
  | ({ readonly ok: true } & T)
  | { readonly ok: false; readonly message: string; readonly fix?: string };

export const refused = (message: string, fix?: string): Guarded<never> => ({
  ok: false,
  message,
  ...defined({ fix }),
});
