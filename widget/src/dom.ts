type Child = Node | string | false;
type Properties = Record<string, string | false | ((event: any) => void)>;

/** Builds an element, `tag.class`, from parts. Text only ever becomes text nodes, never markup. */
export const h = <Tag extends keyof HTMLElementTagNameMap>(
  kind: Tag | `${Tag}.${string}`,
  properties: Properties = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] => {
  const [tag, className = ""] = kind.split(".") as [Tag, string?];
  const element = document.createElement(tag);
  element.className = className;
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== false));
  return element;
};

const SVG = "http://www.w3.org/2000/svg";

const shapes = {
  chat: "M21 11.5a8 8 0 0 1-8 8H4l1.6-3.4A8 8 0 1 1 21 11.5zM8.5 11.5h.01M12.5 11.5h.01M16.5 11.5h.01",
  close: "M6 6l12 12M18 6L6 18",
  send: "M12 19V5M5.5 11.5L12 5l6.5 6.5",
  envelope: "M3 6h18v12.5H3zM3.5 6.5L12 13l8.5-6.5",
  sound: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 21h4",
};

export type Icon = keyof typeof shapes;

export const icon = (name: Icon): SVGElement => {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", shapes[name]);
  svg.append(path);
  return svg;
};

/** Writes only what differs, so that screen readers and the browser are left in peace. */
export const setText = (element: HTMLElement, text: string): void => {
  if (element.textContent !== text) element.textContent = text;
};
