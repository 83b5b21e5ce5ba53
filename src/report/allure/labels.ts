import type { Label, Link } from 'allure-js-commons';
import { safeLine } from '../../diagnostics/safe-text.ts';
import type { ScenarioResult } from '../../run/result.ts';
import { pathOf } from './identity.ts';

/** Labels that a tag gives: `owner.NAME`, `severity.critical`. */
const taggable = ['feature', 'story', 'owner', 'severity'] as const;
type Taggable = (typeof taggable)[number];

type Labeled = Pick<ScenarioResult, 'file' | 'tags'> & { readonly tutorial?: string | undefined };

/** The labels by which Allure groups and filters. */
export function labelsOf(scenario: Labeled & Pick<ScenarioResult, 'against' | 'tenantName'>): Label[] {
  const folders = foldersOf(scenario.file);
  return [
    { name: 'framework', value: 'tutorial-replay' },
    { name: 'parentSuite', value: safeLine(scenario.tenantName ?? scenario.against) },
    ...(scenario.tenantName === undefined ? [] : [{ name: 'tenant', value: safeLine(scenario.tenantName) }]),
    { name: 'suite', value: safeLine(folders.join('/') || '.') },
    ...topicLabels(scenario),
  ];
}

/** The topic of a scenario. Without tags for it, the feature is its folder and the story its page. */
export function topicLabels(scenario: Labeled): Label[] {
  const folders = foldersOf(scenario.file);
  const usual: { readonly [name in Taggable]?: string | undefined } = {
    feature: folders.at(-1),
    story: pageName(scenario.tutorial) ?? subjectOf(scenario.file),
  };
  const tagged = new Map(scenario.tags.flatMap(taggedLabel));
  const tags = scenario.tags.filter((tag) => taggedLabel(tag).length === 0);
  return [
    ...taggable.map((name) => ({ name, value: tagged.get(name) ?? usual[name] ?? '' })),
    ...tags.map((value) => ({ name: 'tag', value })),
  ]
    .filter(({ value }) => value !== '')
    .map(({ name, value }) => ({ name, value: safeLine(value) }));
}

/** The page, if it is a web address: other texts do not become links. */
export function linksOf({ tutorial }: Pick<Labeled, 'tutorial'>): Link[] {
  const page = addressOf(tutorial);
  return page === undefined ? [] : [{ name: 'the page', url: page.href, type: 'link' }];
}

function foldersOf(file: string): readonly string[] {
  return pathOf(file).split('/').slice(0, -1);
}

function taggedLabel(tag: string): readonly (readonly [Taggable, string])[] {
  const name = taggable.find((one) => tag.startsWith(`${one}.`));
  return name === undefined ? [] : [[name, tag.slice(name.length + 1)]];
}

function pageName(tutorial: string | undefined): string | undefined {
  return addressOf(tutorial)
    ?.pathname.split('/')
    .findLast((part) => part !== '');
}

function subjectOf(file: string): string | undefined {
  return pathOf(file)
    .split('/')
    .at(-1)
    ?.replace(/\.scenario\.ya?ml$/, '');
}

function addressOf(tutorial: string | undefined): URL | undefined {
  const page = tutorial === undefined ? null : URL.parse(tutorial);
  return page !== null && /^https?:$/.test(page.protocol) ? page : undefined;
}
