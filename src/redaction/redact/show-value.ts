import {
  domainForm,
  guidForm,
  isAddress,
  phoneForm,
  pseudoAddress,
  pseudoDomain,
  pseudoGuid,
  pseudoMail,
  pseudoNumber,
  pseudoSid,
  pseudoText,
  pseudoToken,
  sidForm,
  tokenForm,
} from '../pseudonyms/pseudonym-forms.ts';
import { isSecretField } from '../secrets/secret-fields.ts';
import { goneOf, withoutShapes } from '../secrets/secret-patterns.ts';
import { findSecret } from '../secrets/secret-shapes.ts';
import { isPersonal, secretUrlFields } from '../tables/field-table.ts';
import { isPublicHost, knownSegments, knownValues } from '../tables/known-words.ts';
import { isPlain } from '../tables/plain-value.ts';
import { publicIds } from '../tables/public-ids.ts';
import type { RedactedTexts } from './redacted-texts.ts';
import { type Showing, showSecretUrl, showUrl, urlForm } from './show-url.ts';

/** The place of a text in JSON. */
export type ValueAt = {
  /** The nearest property. */
  readonly field: string;
  /** Inside the error of a service. */
  readonly inError: boolean;
};

const showing = (texts: RedactedTexts): Showing => ({
  texts,
  value: (plain, personal) => showValue(plain, texts, personal),
});

/**
 * A longer text is not a valid id, address or url: its parts are not searched, because that takes a stack as deep as
 * the text is long.
 */
const longestRead = 100_000;

const errorCode = /^[A-Za-z][\w.]{0,100}$/;

/** Redacts a text by its place: first by the rule of its property, then by its form. */
export function showAt(raw: string, { field, inError }: ValueAt, texts: RedactedTexts): string {
  const name = field.toLowerCase();
  const known = texts.known(raw);
  if (isSecretField(field)) return keepsSecret(raw, known, texts) ? (known ?? raw) : goneOf(field);
  if (known !== undefined) return known;
  if (inError && name === 'code' && errorCode.test(raw)) return raw;
  if (inError && (name === 'message' || name === 'value')) return showMessage(raw, texts);
  if (secretUrlFields.has(name) && urlForm.test(raw)) {
    if (raw.length > longestRead) return goneOf(field);
    return showSecretUrl(raw, showing(texts));
  }
  // A relative link may look like a name.
  if (pageLink.test(name) && raw.length <= longestRead) return showUrl(texts.hidden.text(raw), showing(texts));
  return showValue(raw, texts, isPersonal(field));
}

const pageLink = /^@(?:odata\.)?(?:next|delta)link$/;

/** Whether the value in a field for secrets is empty, was removed before, or is published by the scenario. */
export function keepsSecret(raw: string, known: string | undefined, texts: RedactedTexts): boolean {
  return raw === '' || isGone(known ?? raw) || texts.published.has(raw);
}

/** A header with an address: the values of its query are not shown. */
export function showLink(raw: string, texts: RedactedTexts): string {
  const known = texts.known(raw);
  if (known !== undefined) return known;
  return urlForm.test(raw) || raw.startsWith('/') ? showSecretUrl(raw, showing(texts)) : showValue(raw, texts);
}

/** A path and its query, on the service. */
export function showPathAndQuery(raw: string, texts: RedactedTexts): string {
  return texts.known(raw) ?? showUrl(raw, showing(texts));
}

/**
 * Redacts a value: it is kept if the scenario supplied it, or if it is a word of Graph, a date or a type; any other
 * value belongs to a user, and gets a pseudonym of the same shape.
 */
export function showValue(raw: string, texts: RedactedTexts, personal = false): string {
  const known = texts.known(raw);
  if (known !== undefined) return known;
  const left = texts.hidden.text(raw);
  if (left === '' || (!personal && knownValues.has(left))) return left;
  return texts.shown(left, (text) => pseudonymOf(text, texts));
}

const goneForm = /^(?:<gone(?::[\w.@-]{1,60})?>)+$/;
const isGone = (text: string): boolean => goneForm.test(text);

function pseudonymOf(raw: string, texts: RedactedTexts): string {
  if (raw.length > longestRead) return pseudoText(texts.table, raw);
  if (isPlain(raw) || isGone(raw)) return raw;
  const { table } = texts;
  if (raw.length === 36 && guidForm.test(raw)) return showGuid(raw, texts);
  if (urlForm.test(raw)) return showUrl(raw, showing(texts));
  const secret = findSecret(raw);
  if (secret !== undefined) return goneOf(secret.rule);
  if (sidForm.test(raw)) return pseudoSid(table, raw);
  if (mailForm.test(raw)) return pseudoMail(table, raw);
  if (isAddress(raw)) return pseudoAddress(table, raw);
  return entityTag(raw, texts) ?? threadId(raw, texts) ?? composite(raw, texts) ?? plainPseudonym(raw, texts);
}

function plainPseudonym(raw: string, texts: RedactedTexts): string {
  const { table } = texts;
  if (isPath(raw)) return showUrl(raw, showing(texts));
  if (domainForm.test(raw))
    return isPublicHost(raw.toLowerCase()) || texts.isService(raw) ? raw : pseudoDomain(table, raw);
  if (phoneForm.test(raw) && raw.replace(/\D/g, '').length >= 7) return pseudoNumber(table, raw);
  if (/^[0-9a-f]{32}$/i.test(raw)) return packedGuid(raw, texts);
  return tokenForm.test(raw) ? pseudoToken(table, raw) : pseudoText(table, raw);
}

function showGuid(raw: string, { table }: RedactedTexts): string {
  if (publicIds.has(raw.toLowerCase())) return raw;
  const shown = pseudoGuid(table, raw);
  return /[A-F]/.test(raw) ? shown.toUpperCase() : shown;
}

/** A UUID without its hyphens. */
function packedGuid(raw: string, texts: RedactedTexts): string {
  return showGuid(raw.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-'), texts).replaceAll('-', '');
}

const mailForm = /^[\p{L}\p{N}.!#$%&'*+/=?^_`{|}~-]{1,200}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+$/u;
const tagForm = /^((?:W\/)?")(.{1,500})"$/;
const threadForm = /^19:([\w-]{1,200})@((?:thread\.\w{1,20})|unq\.gbl\.spaces)$/;

/** https://www.rfc-editor.org/rfc/rfc9110#section-8.8.3 */
function entityTag(raw: string, texts: RedactedTexts): string | undefined {
  const tag = tagForm.exec(raw);
  return tag === null ? undefined : `${tag[1]}${showValue(tag[2] ?? '', texts)}"`;
}

/** A chat or channel: its name may contain the ids of its members. */
function threadId(raw: string, texts: RedactedTexts): string | undefined {
  const thread = threadForm.exec(raw);
  return thread === null ? undefined : `19:${showValue(thread[1] ?? '', texts)}@${thread[2]}`;
}

/** Values that may occur inside other texts. The order matters: an address contains a domain. */
const [beforeMail, mail, afterMail] = [
  String.raw`(?<![0-9a-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9a-z])|(?<![A-Z0-9])S-1-\d{1,3}(?:-\d{1,10}){2,15}|https?:\/\/[^\s"'<>\\)]{1,4000}`,
  String.raw`[\p{L}\p{N}.!#$%&*+=^_\x60{|}~-]{1,100}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+`,
  String.raw`(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])|(?<![0-9a-z:])(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}(?![0-9a-z:])|(?<![\w.-])[\p{L}\p{N}-]{1,63}\.(?:onmicrosoft|sharepoint)\.(?:com|us|cn)|(?<![\w+])\+\d[\d ().-]{6,20}\d`,
];
const embedded = new RegExp([beforeMail, mail, afterMail].join('|'), 'giu');
/** Values that may occur in a text without `@`: searching for addresses takes most of the time. */
const embeddedButMail = new RegExp([beforeMail, afterMail].join('|'), 'giu');
const embeddedIn = (text: string): RegExp => (text.includes('@') ? embedded : embeddedButMail);

/** A text that is nothing but such things and Graph's own words: `SMTP:…@…`, two ids with `_` between them. */
function composite(raw: string, texts: RedactedTexts): string | undefined {
  if (isPath(raw)) return undefined;
  let found = false;
  const left = raw.replace(embeddedIn(raw), (one) => {
    found = one !== raw;
    return ' ';
  });
  const isGlue = (word: string) => /^\d{1,3}$/.test(word) || knownValues.has(word) || knownSegments.has(word);
  if (!found || !left.split(/[^\p{L}\p{N}]+/u).every((word) => word === '' || isGlue(word))) return undefined;
  return showEmbedded(raw, texts);
}

function showEmbedded(text: string, texts: RedactedTexts): string {
  return text.replace(embeddedIn(text), (found) => {
    // A colon and digits may be a time of day.
    if (found.includes(':') && !urlForm.test(found) && !isAddress(found)) return found;
    return showValue(found, texts);
  });
}

function isPath(raw: string): boolean {
  if (/[\s"<>\\]/.test(raw.replace(/\?.*$/s, ''))) return false;
  if (raw.startsWith('/')) return true;
  const [, first = '', rest] = /^([\w.$]{1,100})(?:\([^()]*\))?([/?].*)?$/s.exec(raw) ?? [];
  return knownSegments.has(first) && (rest !== undefined || first.length < raw.length);
}

/** Redacts a sentence of ours or of a person: secrets are removed, and known values of users are replaced. */
export function showText(raw: string, texts: RedactedTexts): string {
  return texts.inText(withoutShapes(texts.hidden.sentence(raw)), (between) => showEmbedded(between, texts));
}

/** Something in quotes that is more than a sign, in the middle of a sentence. */
const quoted = /(?<![\p{L}\p{N}])'([^'\n]{2,200})'(?![\p{L}\p{N}])|"([^"\n]{2,200})"/gu;

/** Redacts the error message of a service: quoted text belongs to a user, unless it is the name of a property. */
function showMessage(raw: string, texts: RedactedTexts): string {
  const withoutQuoted = withoutShapes(texts.hidden.text(raw)).replace(
    quoted,
    (whole, single: string | undefined, double: string) => {
      const value = single ?? double;
      if (texts.names.has(value) || knownSegments.has(value)) return whole;
      const mark = whole.charAt(0);
      return `${mark}${showValue(value, texts)}${mark}`;
    },
  );
  return texts.inText(withoutQuoted, (between) => showEmbedded(between, texts));
}
