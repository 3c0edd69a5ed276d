// Taken before the page can replace them.
const { parse, stringify } = JSON;

/** As our values are: a page may give arrays or all objects a `toJSON` of its own (Prototype.js does), which is not asked. */
export const toJson = (value: unknown): string =>
  stringify(value, function (this: any, name) {
    return this[name];
  });

/** Where words are expected, an object is none. */
const bare = { __proto__: null, toString: () => "" };

/** Objects that have what the text says and nothing of the page's; undefined where the text says nothing. */
export const fromJson = (text: string): any => {
  try {
    return parse(text, (_, value) =>
      Object(value) !== value || Array.isArray(value) ? value : { __proto__: bare, ...value },
    );
  } catch {
    return undefined;
  }
};

export const mapValues = <Value, To>(object: Record<string, Value>, to: (value: Value) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(object).map(([name, value]) => [name, to(value)]));
