import { createHash } from 'node:crypto';
import { guidSource } from '../../guid.ts';
import { isJsonObject, type Json, setProperty } from '../../json/json.ts';

/** The people of Microsoft's own samples: https://learn.microsoft.com/graph samples use them. */
const people = [
  'Adele Vance',
  'Alex Wilber',
  'Diego Siciliani',
  'Grady Archie',
  'Megan Bowen',
  'Lynne Robbins',
] as const;

/**
 * A value for a page: values of a tenant or a person are replaced by samples of Contoso, equal ones by the same. `fit`:
 * texts that are kept.
 */
export function sampleOf(value: Json, name: string, fit: ReadonlySet<string>): Json {
  if (typeof value === 'string') return fit.has(value) ? value : sampleText(value, name);
  if (Array.isArray(value)) return value.map((item) => sampleOf(item, name, fit));
  if (!isJsonObject(value)) return value;
  const sample: { [name: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) setProperty(sample, key, sampleOf(member, key, fit));
  return sample;
}

const uuid = new RegExp(guidSource, 'gi');
const address = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const ofPeople = /^(?:displayName|givenName|surname|userDisplayName|principalName|reviewedBy)$/;

function sampleText(text: string, name: string): string {
  const person = people[hash(text).readUInt8(0) % people.length] ?? people[0];
  if (address.test(text)) return `${person.replace(' ', '.').toLowerCase()}@contoso.com`;
  if (ofPeople.test(name)) return person;
  return text.replace(uuid, sampleId).replace(/[\w.-]+\.(?:onmicrosoft\.com|example)\b/g, 'contoso.com');
}

/** A version 4 UUID (RFC 9562) made of the value itself. */
function sampleId(id: string): string {
  const digits = hash(id.toLowerCase()).toString('hex');
  const [a, b, c, d, e] = [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(13, 16),
    digits.slice(17, 20),
    digits.slice(20, 32),
  ];
  return `${a}-${b}-4${c}-8${d}-${e}`;
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
