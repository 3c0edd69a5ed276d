import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";

const BUDGET_BYTES = 12_000;

/** Styles travel inside the script as minified text: the page requests nothing but the script. */
const stylesAsText = {
  name: "styles-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target });
      return { contents: code.trim().replace(/(--\w+): /g, "$1:"), loader: "text" };
    });
  },
};

const target = ["chrome111", "firefox113", "safari16.4"];

/** Properties that nobody outside the script knows by name: not the server, the storage, the browser or the page. */
const ourOwn = `
  announce attach choices closedNotice conversation delayed delivery earlier forget isTyping keep lastSeq
  leaveMessage leaving locale lost nobody onEvents onGone onLive onLost openChat openNow optional past
  refused retryAfterMs seenSeq setOpen setSound settle takeBack taken tryAgain unreachable
  waitingForStaff wake wasOpen
`
  .trim()
  .split(/\s+/);

await build({
  entryPoints: ["src/index.ts"],
  outfile: "dist/widget.js",
  bundle: true,
  minify: true,
  format: "iife",
  target,
  charset: "utf8",
  legalComments: "none",
  mangleProps: new RegExp(`^(${ourOwn.join("|")})$`),
  plugins: [stylesAsText],
});

const size = gzipSync(await readFile("dist/widget.js"), { level: 9 }).length;
console.log(`dist/widget.js ${size} bytes gzip of ${BUDGET_BYTES}`);
if (size > BUDGET_BYTES) {
  console.error("The widget is over its size budget.");
  process.exitCode = 1;
}
