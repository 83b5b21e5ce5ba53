/** A strict little XML reader and the rules of JUnit XML, for the tests of this room; no part of the package. */
export type XmlElement = {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlElement[];
  /** The text directly inside, references resolved. */
  readonly text: string;
};

const illegal = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;
const references: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Reads elements, attributes and text; throws where XML 1.0 would not have it. Knows no DTD, comment or CDATA section. */
export function parseXml(xml: string): XmlElement {
  const bad = illegal.exec(xml);
  if (bad !== null) throw new Error(`an illegal character at ${bad.index}`);
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\s*/.exec(xml)?.[0] ?? '';
  const { element, end } = parseElement(xml, declaration.length);
  if (xml.slice(end).trim() !== '') throw new Error(`something after the root at ${end}`);
  return element;
}

function parseElement(xml: string, start: number): { readonly element: XmlElement; readonly end: number } {
  const tag = /<([A-Za-z][\w-]*)((?:\s+[A-Za-z][\w-]*="[^"<]*")*)\s*(\/?)>/y;
  tag.lastIndex = start;
  const [whole, name, attributeText = '', closed] = tag.exec(xml) ?? [];
  if (whole === undefined || name === undefined) throw new Error(`no start tag at ${start}`);
  const attributes = parseAttributes(attributeText);
  let at = start + whole.length;
  if (closed === '/') return { element: { name, attributes, children: [], text: '' }, end: at };
  const children: XmlElement[] = [];
  let text = '';
  for (;;) {
    const next = xml.indexOf('<', at);
    if (next === -1) throw new Error(`<${name}> does not end`);
    const run = xml.slice(at, next);
    if (run.includes(']]>')) throw new Error('the end of a CDATA section in text');
    text += resolved(run);
    if (xml.startsWith('</', next)) {
      const endTag = `</${name}>`;
      if (!xml.startsWith(endTag, next)) throw new Error(`<${name}> ends wrongly at ${next}`);
      return { element: { name, attributes, children, text }, end: next + endTag.length };
    }
    const child = parseElement(xml, next);
    children.push(child.element);
    at = child.end;
  }
}

function parseAttributes(text: string): { readonly [name: string]: string } {
  const attributes: { [name: string]: string } = {};
  for (const [, name = '', value = ''] of text.matchAll(/([A-Za-z][\w-]*)="([^"]*)"/g)) {
    if (Object.hasOwn(attributes, name)) throw new Error(`${name} comes twice`);
    // A parser makes white space of an attribute spaces; only references stay what they are.
    attributes[name] = resolved(value.replace(/[\t\n\r]/g, ' '));
  }
  return attributes;
}

function resolved(text: string): string {
  return text.replace(/&([^;]*;?)/g, (whole, name: string) => {
    const number = /^#(\d+);$/.exec(name)?.[1];
    const character = number === undefined ? references[name.slice(0, -1)] : String.fromCodePoint(Number(number));
    if (character === undefined || !name.endsWith(';') || illegal.test(character))
      throw new Error(`${whole} is no reference`);
    return character;
  });
}

type Rule = {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
  readonly hasText?: true;
};

const result: Rule = { required: [], optional: ['message', 'type'], children: [], hasText: true };

/**
 * What the Jenkins schema `junit-10.xsd` says of the elements we use, and beyond it `file` and `line` of a test case,
 * which GitLab, CircleCI and the GitHub annotators read.
 */
const rules: { readonly [element: string]: Rule } = {
  testsuites: { required: [], optional: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: {
    required: ['name', 'tests', 'failures', 'errors'],
    optional: ['group', 'time', 'skipped', 'timestamp', 'hostname', 'id', 'package', 'file', 'log', 'url'],
    children: ['testsuite', 'properties', 'testcase', 'system-out', 'system-err'],
  },
  properties: { required: [], optional: [], children: ['property'] },
  property: { required: ['name', 'value'], optional: [], children: [] },
  testcase: {
    required: ['name'],
    optional: ['time', 'classname', 'group', 'file', 'line'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: result,
  error: result,
  skipped: result,
};

const time = /^(?:(?:[0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(?:\.[0-9]*)?$/;

/** What of a document the rules do not allow. */
export function junitViolations(root: XmlElement): readonly string[] {
  return [...(root.name === 'testsuites' ? [] : [`the root is ${root.name}`]), ...violations(root)];
}

function violations(element: XmlElement): readonly string[] {
  const rule = rules[element.name];
  if (rule === undefined) return [`${element.name} is unknown`];
  const names = Object.keys(element.attributes);
  const seconds = element.attributes['time'];
  return [
    ...rule.required.filter((name) => !names.includes(name)).map((name) => `${element.name} lacks ${name}`),
    ...names
      .filter((name) => ![...rule.required, ...rule.optional].includes(name))
      .map((name) => `${element.name} has ${name}`),
    ...(seconds === undefined || time.test(seconds) ? [] : [`${seconds} is no time`]),
    ...(rule.hasText || element.text.trim() === '' ? [] : [`${element.name} has text`]),
    ...element.children.flatMap((child) =>
      rule.children.includes(child.name) ? violations(child) : [`${child.name} inside ${element.name}`],
    ),
  ];
}
