import type { Alone } from '../../run/party-value.ts';
import type { Disagreement } from './parties.ts';

type Words = {
  readonly kind: 'page' | 'scenario' | 'service' | 'both' | 'contradiction';
  readonly message: string;
  readonly fix: string;
};

const nothing = 'nothing';

/** A disagreement in words: which party differs, with the value of each. */
export function wordsOf(step: string, value: Disagreement): Words {
  const { page = nothing, scenario = nothing, service = nothing } = value;
  const where = `\`${step}\`, ${value.path}`;
  return sentences[value.alone]({ where, page, scenario, service, refused: value.refused });
}

type Said = {
  readonly where: string;
  readonly page: string;
  readonly scenario: string;
  readonly service: string;
  readonly refused: boolean;
};

const sentences: { readonly [alone in Alone]: (said: Said) => Words } = {
  page: ({ where, page, scenario, service }) => ({
    kind: 'page',
    message: `${where}: the page is wrong: it shows ${page}, the scenario expects ${scenario}, the service sent ${service}`,
    fix: 'correct the page; `drift --fix` prints how',
  }),
  scenario: ({ where, page, scenario, service }) => ({
    kind: 'scenario',
    message: `${where}: the scenario is wrong: it expects ${scenario}, the page shows ${page}, the service sent ${service}`,
    fix: 'correct the scenario',
  }),
  service: ({ where, page, scenario, service, refused }) => ({
    kind: 'service',
    message: `${where}: the service changed: it sent ${service}, ${page === nothing ? 'the scenario expects' : 'page and scenario have'} ${scenario}`,
    fix: refused
      ? 'look why the service refuses; an error is never written into a page'
      : 'correct page and scenario; `drift --fix` prints how the page would read',
  }),
  all: ({ where, page, scenario, service }) => ({
    kind: 'both',
    message: `${where}: all three differ: the page shows ${page}, the scenario expects ${scenario}, the service sent ${service}`,
    fix: 'decide which is right; no correction is printed',
  }),
  two: ({ where, page, scenario }) => ({
    kind: 'contradiction',
    message: `${where}: page and scenario contradict each other: the page shows ${page}, the scenario expects ${scenario}`,
    fix: 'run the scenario and give `--result`: the response of the service shows which one is right',
  }),
};
