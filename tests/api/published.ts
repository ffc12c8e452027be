/** The part of JSON Schema that the published interface uses. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
}

type Path = readonly (string | number)[];

/** A word for each pattern of the interface; a new pattern needs one here. */
const WORDS = ['1'.repeat(11), 'a'.repeat(64), 'word-1', '1'];

function text({ pattern, format, minLength = 1, allOf }: Schema): string {
  if (format === 'date-time') return '2026-03-03T00:00:00.000Z';
  const patterns = [pattern, ...(allOf ?? []).map((each) => each.pattern)].filter((each) => each !== undefined);
  const prefix = /^\^([a-z]{3})_\[0-9a-z\]\{12\}\$$/.exec(pattern ?? '')?.[1];
  const words = prefix === undefined ? WORDS : [`${prefix}_000000000001`];
  const fitting = words
    .map((word) => word.padEnd(minLength, '1'))
    .find((word) => patterns.every((each) => new RegExp(each, 'u').test(word)));
  if (fitting === undefined) throw new Error(`no word for the pattern ${patterns.join(' and ')}`);
  return fitting;
}

/** A value that the schema takes, with every optional field. */
export function sample(schema: Schema): unknown {
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice?.[0]) return sample(choice[0]);
  if ('const' in schema) return schema.const;
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, value]) => [key, sample(value)]));
    case 'array':
      return schema.items ? [sample(schema.items)] : [];
    case 'integer':
    case 'number':
      return schema.minimum ?? (schema.exclusiveMinimum ?? 0) + 1;
    case 'boolean':
      return true;
    case 'string':
      return text(schema);
    default:
      throw new Error(`no sample for ${JSON.stringify(schema)}`);
  }
}

/** Where texts, numbers and the like are in a value. */
export function leavesIn(value: unknown, path: Path = []): { readonly place: Path; readonly value: unknown }[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [{ place: path, value }];
  return Object.entries(value).flatMap(([key, each]) =>
    leavesIn(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** Where the objects of a value are, itself among them. */
export function objectsIn(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([key, each]) =>
    objectsIn(each, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) ? below : [path, ...below];
}

/** A copy of the value with another one at this place. */
export function replaced(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return (value as unknown[]).map((each, index) => (index === key ? replaced(each, rest, by) : each));
  const object = value as Readonly<Record<string, unknown>>;
  return { ...object, [key]: replaced(object[key], rest, by) };
}

export const pointerTo = (path: Path): string => path.map((key) => `/${String(key)}`).join('');

/** The routes of Fastify's own tree, written as the document names them. */
export function routesOf(tree: string): string[] {
  const above: string[] = [];
  return tree.split('\n').flatMap((text) => {
    const [, indent = '', segment = '', methods = ''] = /^([│ ]*)[├└]── (\S+)(?: \((.+)\))?$/.exec(text) ?? [];
    if (segment === '') return [];
    const depth = indent.length / 4;
    above.splice(depth, Infinity, segment);
    const path = above.join('').replaceAll(/:(\w+)/g, '{$1}');
    const known = methods.split(', ').filter((method) => method !== '' && method !== 'HEAD');
    return known.map((method) => `${method.toLowerCase()} ${path}`);
  });
}
