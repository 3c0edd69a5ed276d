import { mkdir, readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { minify } from "terser";

const BUDGET_BYTES = 12_000;

/** Styles travel inside the script as minified text: the page requests nothing but the script. */
const stylesAsText = {
  name: "styles-as-text",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(await readFile(path, "utf8"), { loader: "css", minify: true, target });
      const short = code.replace(/--(quiet|line|soft|warn)\b/g, (_, [letter]) => `--${letter}`);
      return {
        contents: short.trim().replace(/(--\w+): |, /g, (all, name) => (name ? `${name}:` : ",")),
        loader: "text",
      };
    });
  },
};

const target = ["chrome111", "firefox113", "safari16.4"];

/** Properties that nobody outside the script knows by name: not the server, the storage, the browser or the page. */
const ourOwn = `
  announce attach call change closed closedNotice choices comeBack conversation delivery earlier
  edit element ended enter forget hear isTyping keep lastSeq leave leaveMessage leaving
  left lines listen locale longest lost nobody onEvents onGone onLive onLost openChat openNow optional past
  put raise retry retryAfterMs screen seenSeq setOpen setSound settings settle take takeBack taken
  tryAgain typing unreachable update waitingForStaff wake wasOpen
`
  .trim()
  .split(/\s+/);

const contract = await readFile("src/contract.ts", "utf8");
const shared = ourOwn.filter((name) => new RegExp(`\\b${name}\\??:`).test(contract));
if (shared.length) throw new Error(`The server knows these by name: ${shared}`);

const { outputFiles } = await build({
  entryPoints: ["src/index.ts"],
  write: false,
  bundle: true,
  format: "iife",
  target,
  charset: "utf8",
  legalComments: "none",
  tsconfigRaw: {},
  mangleProps: new RegExp(`^(${ourOwn.join("|")})$`),
  plugins: [stylesAsText],
});

// A twentieth smaller than what esbuild makes of it.
const { code } = await minify(outputFiles[0].text, {
  ecma: 2022,
  compress: {
    passes: 2,
    inline: 1,
    comparisons: false,
    lhs_constants: false,
    unsafe: true,
    unsafe_comps: true,
    unsafe_arrows: true,
    pure_getters: true,
    keep_fargs: false,
  },
  format: { comments: false },
});
await mkdir("dist", { recursive: true });
await writeFile("dist/widget.js", code);

const size = gzipSync(code, { level: 9 }).length;
console.log(`dist/widget.js ${size} bytes gzip of ${BUDGET_BYTES}`);
if (size > BUDGET_BYTES) {
  console.error("The widget is over its size budget.");
  process.exitCode = 1;
}
