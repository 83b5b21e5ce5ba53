/** What is replaced in the theme's search dialog. Names of parts that are read out, roles that may hold what they hold. */
const replaced: readonly (readonly [from: string, to: string])[] = [
  // A dialog, not a button: a button has no parts of its own.
  [
    `role="button"
      :aria-owns="results?.length ? 'localsearch-list' : undefined"
      aria-expanded="true"
      aria-haspopup="listbox"`,
    `role="dialog"
      aria-modal="true"`,
  ],
  [
    'aria-autocomplete="both"',
    `role="combobox" :aria-expanded="results?.length ? 'true' : 'false'" aria-autocomplete="list"`,
  ],
  ['type="search"', 'type="text"'],
  // The link is what is chosen, and is named by what it shows.
  [
    `:id="'localsearch-item-' + index"
            :aria-selected="selectedIndex === index ? 'true' : 'false'"
            role="option"`,
    'role="presentation"',
  ],
  [
    `:aria-label="[...p.titles, p.title].join(' > ')"`,
    `:id="'localsearch-item-' + index" role="option" :aria-selected="selectedIndex === index ? 'true' : 'false'"`,
  ],
  // Pictures of keys.
  ['<kbd :aria-label', '<kbd role="img" :aria-label'],
];

/** The theme's search dialog with roles that screen readers can follow. Throws where the theme's own text has changed. */
export const searchDialog = {
  name: 'search-dialog',
  enforce: 'pre',
  transform(code: string, id: string): string | undefined {
    if (!id.endsWith('/VPLocalSearchBox.vue')) return undefined;
    return replaced.reduce((text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`the search dialog of the theme has changed: no \`${from}\` in it`);
      return text.replaceAll(from, () => to);
    }, code);
  },
} as const;
