export type Csv = {
  readonly columns: string[];
  readonly rows: { readonly [column: string]: string }[];
};

/** Reads RFC 4180, with any line end and with or without a byte order mark: the first record names the columns. */
export function parseCsv(text: string): Csv {
  const [columns = [], ...records] = recordsOf(text.replace(/^\ufeff/, ''));
  const rows = records.map((record) => Object.fromEntries(columns.map((name, at) => [name, record[at] ?? ''])));
  return { columns: [...columns], rows };
}

const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\r|\n|$)/y;

function recordsOf(text: string): readonly (readonly string[])[] {
  const records: string[][] = [];
  let record: string[] = [];
  field.lastIndex = 0;
  while (field.lastIndex < text.length) {
    const found = field.exec(text);
    // A closing quote that text follows, or a quote inside a field, is not valid CSV: the rest is one field.
    if (found === null) break;
    const [, quoted, plain = '', end] = found;
    record.push(quoted?.replaceAll('""', '"') ?? plain);
    if (end === ',') {
      if (field.lastIndex >= text.length) record.push('');
      else continue;
    }
    records.push(record);
    record = [];
  }
  if (record.length > 0) records.push(record);
  return records;
}
