import { SecretRemover } from '../secrets/remove-secrets.ts';
import { type Redactor, redactorThrough } from './redactor.ts';

/** What must never be shown, as it becomes known: a redactor that learns. */
export type SecretVault = Redactor & {
  readonly register: (secret: string) => void;
  /** Registers secrets of one run; the returned function releases them. */
  readonly hold: (secrets: readonly string[]) => () => void;
  /** What is registered: the same list until that changes. */
  readonly values: () => readonly string[];
  /** How much is looked for, and how much looking has cost so far. */
  readonly cost: () => { readonly forms: number; readonly compared: number };
};

export function secretVault(): SecretVault {
  /** How often each is registered. */
  const secrets = new Map<string, number>();
  const remover = new SecretRemover();
  let listed: readonly string[] | undefined;
  const register = (secret: string): void => {
    const times = secrets.get(secret) ?? 0;
    secrets.set(secret, times + 1);
    if (times > 0) return;
    remover.add(secret);
    listed = undefined;
  };
  const release = (secret: string): void => {
    const times = secrets.get(secret) ?? 0;
    if (times > 1) secrets.set(secret, times - 1);
    else if (secrets.delete(secret)) {
      remover.delete(secret);
      listed = undefined;
    }
  };
  const { text, excerpt, exchange } = redactorThrough(
    (one) => remover.remove(one),
    () => secrets.size > 0,
  );
  return {
    text,
    excerpt,
    exchange,
    register,
    hold: (held) => {
      let left = [...new Set(held)];
      for (const secret of left) register(secret);
      return () => {
        for (const secret of left) release(secret);
        left = [];
      };
    },
    values: () => {
      listed ??= [...secrets.keys()];
      return listed;
    },
    cost: () => ({ forms: remover.size, compared: remover.compared }),
  };
}

/** A vault below another: what it learns, the other learns, too, but not the reverse. */
export function vaultBelow(above: SecretVault): SecretVault {
  const own = secretVault();
  return {
    ...own,
    register: (secret) => {
      own.register(secret);
      above.register(secret);
    },
    hold: (secrets) => {
      const releases = [own.hold(secrets), above.hold(secrets)];
      return () => {
        for (const release of releases) release();
      };
    },
  };
}
