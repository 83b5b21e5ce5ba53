/** A strict XML reader and the rules of JUnit XML, for the tests of this room; no part of the package. */
import { SaxesParser } from 'saxes';

export type XmlElement = {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: readonly XmlElement[];
  /** The text directly inside, references resolved. */
  readonly text: string;
};

/** Reads a document with a strict parser; throws where XML 1.0 would not have it. */
export function parseXml(xml: string): XmlElement {
  type Open = { name: string; attributes: { [name: string]: string }; children: Open[]; text: string };
  const parser = new SaxesParser();
  const open: Open[] = [];
  let root: Open | undefined;
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element: Open = { name, attributes, children: [], text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  if (root === undefined) throw new Error('there is no element');
  return root;
}

type Rule = {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly children: readonly string[];
  readonly hasText?: true;
};

const result: Rule = { required: [], optional: ['message', 'type'], children: [], hasText: true };

/**
 * The rules of the Jenkins schema `junit-10.xsd` for the elements in use, and `file` and `line` of a test case, which
 * GitLab, CircleCI and the GitHub annotators read.
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
  'system-out': { required: [], optional: [], children: [], hasText: true },
};

const time = /^(?:(?:[0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(?:\.[0-9]*)?$/;

/** The parts of a document that the rules do not allow. */
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
    ...(seconds === undefined || time.test(seconds) ? [] : [`${seconds} is not a time`]),
    ...(rule.hasText || element.text.trim() === '' ? [] : [`${element.name} has text`]),
    ...element.children.flatMap((child) =>
      rule.children.includes(child.name) ? violations(child) : [`${child.name} inside ${element.name}`],
    ),
  ];
}
