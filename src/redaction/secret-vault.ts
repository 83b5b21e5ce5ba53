import { createRedactor, type Redactor } from './redactor.ts';

/** What must never be shown, as it becomes known: a redactor that learns. */
export type SecretVault = Redactor & {
  readonly register: (secret: string) => void;
  /** What was registered so far. */
  readonly values: () => readonly string[];
};

export function secretVault(): SecretVault {
  const secrets = new Set<string>();
  let redactor = createRedactor([]);
  return {
    register: (secret) => {
      if (secrets.has(secret)) return;
      secrets.add(secret);
      redactor = createRedactor([...secrets]);
    },
    values: () => [...secrets],
    text: (text) => redactor.text(text),
    exchange: (exchange) => redactor.exchange(exchange),
  };
}
