import { type SecretForms, SecretRemover, secretForms } from '../secrets/remove-secrets.ts';
import { type Redactor, redactorThrough } from './redactor.ts';

/** The secrets that must never be shown: a redactor that learns them during the run. */
export type SecretVault = Redactor & {
  /** Registers a secret and returns its written forms, so that another vault need not compute them again. */
  readonly register: (secret: string, forms?: SecretForms) => SecretForms;
  readonly release: (secret: string) => void;
  /** The registered secrets: the same list until it changes. */
  readonly values: () => readonly string[];
  /** How many texts are searched for, and the cost of searching so far. */
  readonly cost: () => { readonly forms: number; readonly compared: number };
};

export function secretVault(): SecretVault {
  const secrets = new Map<string, { readonly times: number; readonly forms: SecretForms }>();
  const remover = new SecretRemover();
  let listed: readonly string[] | undefined;
  const register: SecretVault['register'] = (secret, given) => {
    const known = secrets.get(secret);
    const forms = known?.forms ?? given ?? secretForms(secret);
    secrets.set(secret, { times: (known?.times ?? 0) + 1, forms });
    if (known === undefined) {
      remover.add(forms);
      listed = undefined;
    }
    return forms;
  };
  const release = (secret: string): void => {
    const known = secrets.get(secret);
    if (known === undefined) return;
    const { times, forms } = known;
    if (times > 1) secrets.set(secret, { times: times - 1, forms });
    else {
      secrets.delete(secret);
      remover.delete(forms);
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
    release,
    values: () => {
      listed ??= [...secrets.keys()];
      return listed;
    },
    cost: () => ({ forms: remover.size, compared: remover.compared }),
  };
}

/** A vault below another: the other also learns what this one learns, but not the reverse. */
export function vaultBelow(above: SecretVault): SecretVault {
  const own = secretVault();
  return {
    ...own,
    register: (secret, forms) => above.register(secret, own.register(secret, forms)),
    release: (secret) => {
      own.release(secret);
      above.release(secret);
    },
  };
}

/** Registers secrets of one run; the returned function releases them. */
export function holdSecrets(vault: Pick<SecretVault, 'register' | 'release'>, secrets: readonly string[]): () => void {
  let left = [...new Set(secrets)];
  for (const secret of left) vault.register(secret);
  return () => {
    for (const secret of left) vault.release(secret);
    left = [];
  };
}
