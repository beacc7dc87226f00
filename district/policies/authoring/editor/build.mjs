// Puts the editors of the authoring pages together, into node_modules/.built: `npm run build`, done by `make run`.
import { cp, mkdir, readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = resolve(here, "../../../../node_modules");
const out = resolve(modules, ".built");
// The table editor writes a few style attributes into its markup, which our content security policy refuses: they go,
// and theme.css says the same.
const unstyled = {
  name: "unstyled",
  setup(bundle) {
    bundle.onLoad({ filter: /node_modules[\\/](dmn-js|diagram-js|table-js)[^\\/]*[\\/].*\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replaceAll(' style="', ' data-style="'), loader: "js",
    }));
  },
};
await mkdir(out, { recursive: true });
await build({
  entryPoints: [resolve(here, "feel.mjs"), resolve(here, "table.mjs")],
  outdir: out, bundle: true, minify: true, format: "iife", target: "es2020", charset: "utf8", legalComments: "linked",
  logLevel: "warning", plugins: [unstyled], nodePaths: [modules],
});
await cp(resolve(modules, "dmn-js/dist/assets"), resolve(out, "dmn"), { recursive: true });
