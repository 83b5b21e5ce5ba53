import * as z from 'zod/mini';
import { defined } from '../../../defined.ts';
import { nameForm, namePattern } from '../../template/parse-template.ts';

/**
 * The completions that editors offer for a text or a value, beyond the form that the parser checks: see
 * editor-schema.ts.
 */
export type EditorKind =
  | 'url'
  | 'link'
  | 'sent'
  | 'expected'
  | 'template'
  | 'path'
  | 'condition'
  | 'actor'
  | 'step'
  | 'call';

/** In the registry, not as a check: each check copies its schema, at every start. */
export const described = (text: string, editor?: EditorKind) =>
  [z.globalRegistry, { description: text, ...defined({ editor }) }] as const;

export const nonEmpty = (text: string, editor?: EditorKind) =>
  z
    .string()
    .check(z.minLength(1), z.maxLength(2000))
    .register(...described(text, editor));
export const textList = (text: string) => z.array(z.string().check(z.minLength(1))).register(...described(text));

export const stepIdPattern = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;
export const stepId = (text: string, editor?: EditorKind) =>
  z
    .string()
    .check(z.regex(stepIdPattern), z.maxLength(100))
    .register(...described(text, editor));
export const name = () =>
  z
    .string()
    .check(z.regex(namePattern))
    .register(
      ...described('A letter or `_`, then letters, digits, `_` and `-`, in any script; 64 characters at most.'),
    );
/** Names of environment variables are made of it. */
export const actorName = () =>
  z
    .string()
    .check(z.regex(/^[A-Za-z_][A-Za-z0-9_-]{0,63}$/))
    .register(
      ...described(
        'A letter from A to Z or `_`, then such letters, digits, `_` and `-`: environment variables are named after it; 64 characters at most.',
      ),
    );
export const duration = (text: string) =>
  z
    .string()
    .check(z.regex(/^P(?!$)(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d{1,3})?S)?)?$/))
    .register(...described(text));
export const status = () => z.int().check(z.gte(100), z.lte(599));

/** `groups` or `groups.create`. */
export const callPattern = new RegExp(`^${nameForm}(?:\\.${stepIdPattern.source.slice(1, -1)})?$`);
/** The form of `when`; compose/condition.ts checks the values. */
export const conditionPattern = /^\s*(?:not\s+)?\$\{[^}]*\}(?:\s*==\s*.+)?$/;

/** The type that a schema accepts, with absent keys absent and never `undefined`. */
export type Exact<T> = T extends object ? { readonly [K in keyof T]: Exact<Exclude<T[K], undefined>> } : T;
