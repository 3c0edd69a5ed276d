import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";

export interface PageOptions {
  attributes?: string;
  lang?: string;
  script?: string;
  body?: string;
  /** Added to the page's style, or all of it. */
  style?: string;
  /** In the place of the script's tag. */
  tag?: string;
  /** A page whose policy forbids nothing. */
  lax?: boolean;
  /** Other pages by their path: their bodies. */
  pages?: Record<string, string>;
}

const require = createRequire(import.meta.url);
/** Well-known scripts that pages of businesses use, by the address under which the site has them. */
const libraries: Record<string, string> = {
  "/turbo.js": "@hotwired/turbo",
  "/idiomorph.js": "idiomorph/dist/idiomorph.js",
  "/tabbable.js": "tabbable/dist/index.umd.js",
  "/focus-trap.js": "focus-trap/dist/focus-trap.umd.js",
};

/** A static host of a make-believe business, on another origin than the API, with a policy that forbids everything else. */
export const startSite = async (apiOrigin: string) => {
  const widget = readFileSync(new URL("../../dist/widget.js", import.meta.url));
  let options: PageOptions = {};
  const tag = () =>
    options.tag ??
    `<script src="/copied/widget.js" data-api-base="${apiOrigin}" data-subscriber="maple" ${options.attributes ?? ""} defer></script>`;
  const page = (path: string) => `<!doctype html>
<html${options.lang === "" ? "" : ` lang="${options.lang ?? "en"}"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Maple Dental</title>
<link rel="stylesheet" href="/site.css">
<link rel="icon" href="data:,">
${tag()}
<script src="/site.js" defer></script>
</head>
<body>${options.pages?.[path] ?? options.body ?? '<main><h1>Maple Dental</h1><p>Gentle care in the heart of town. <a href="/">Book a visit</a></p></main>'}</body>
</html>`;

  const server = createServer((request, response) => {
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      `connect-src ${apiOrigin}`,
      "img-src data:",
      "form-action 'none'",
      "base-uri 'none'",
      "require-trusted-types-for 'script'",
    ].join("; ");
    const send = (type: string, body: string | Buffer) => {
      response.writeHead(200, {
        "Content-Type": `${type}; charset=utf-8`,
        ...(!options.lax && { "Content-Security-Policy": policy }),
      });
      response.end(body);
    };
    const path = request.url!.split("?")[0]!;
    if (path === "/copied/widget.js") return send("text/javascript", widget);
    if (request.url === "/site.js") return send("text/javascript", options.script ?? "");
    const library = libraries[path];
    if (library) return send("text/javascript", readFileSync(require.resolve(library)));
    if (request.url === "/site.css") {
      return send(
        "text/css",
        options.style ??
          "html { color-scheme: light dark } * { letter-spacing: .05em } body { font: 18px Georgia, serif; margin: 0; padding: 6vw; min-height: 150vh; background: Canvas; color: CanvasText } a { color: LinkText } body > * { max-width: 40rem; position: relative } button { background: hotpink !important; text-transform: uppercase }",
      );
    }
    send("text/html", page(path));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    serve: (next: PageOptions) => void (options = next),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
};
