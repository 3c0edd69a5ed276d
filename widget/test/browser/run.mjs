// The browser tests, when there is a browser: on a machine without one they are left out aloud, in CI that is a failure.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const chromium = process.env.CHROMIUM ?? "/usr/bin/chromium";
if (existsSync(chromium)) {
  const { status } = spawnSync("npx", ["--no-install", "vitest", "run", "--config", "vitest.browser.config.ts"], {
    stdio: "inherit",
  });
  process.exitCode = status ?? 1;
} else {
  const cure = `there is no ${chromium}: install it with "apt-get install chromium", or name another in CHROMIUM`;
  if (process.env.CI === "true") {
    console.error(`The browser tests of the widget cannot run, ${cure}.`);
    process.exitCode = 1;
  } else {
    console.warn(`NOT TESTED: the browser tests of the widget were left out, ${cure}.`);
  }
}
