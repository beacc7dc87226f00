// Puts the editors of the authoring pages together, and beside them the interface that SCORM packages look for, into
// node_modules/.built: `npm run build`, done by `make run`.
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const modules = resolve(here, "../../../node_modules");
const out = resolve(modules, ".built");
// Our content security policy lets in no style but from our own files. The editors are told so: CodeMirror gives its
// styles as a constructed style sheet (as it does within a shadow root), and the few style attributes in the table
// editor's markup go; theme.css says the same.
async function changed(path, ...pairs) {
  let text = await readFile(path, "utf8");
  for (const [old, fresh, must] of pairs) {
    if (must && !text.includes(old)) { throw new Error(`${path}: “${old}” is not there any more`); }
    text = text.replaceAll(old, fresh);
  }
  return { contents: text, loader: "js" };
}
const plainStyles = {
  name: "plain-styles",
  setup(bundle) {
    bundle.onLoad({ filter: /node_modules[\\/]style-mod[\\/].*\.js$/ }, ({ path }) =>
      changed(path, ["!root.head && root.adoptedStyleSheets", "root.adoptedStyleSheets", true]));
    bundle.onLoad({ filter: /node_modules[\\/](dmn-js|diagram-js|table-js)[^\\/]*[\\/].*\.js$/ }, ({ path }) =>
      changed(path, [/(?<![-\w])style="/g, 'data-style="']));
  },
};
await mkdir(out, { recursive: true });
await build({
  entryPoints: [resolve(here, "feel.mjs"), resolve(here, "table.mjs")],
  outdir: out, bundle: true, minify: true, format: "iife", target: "es2020", charset: "utf8", legalComments: "linked",
  logLevel: "warning", plugins: [plainStyles], nodePaths: [modules],
});
await cp(resolve(modules, "dmn-js/dist/assets"), resolve(out, "dmn"), { recursive: true });
for (const each of ["scorm12", "scorm2004"]) {
  const text = await readFile(resolve(modules, `scorm-again/dist/${each}.min.js`), "utf8");
  await writeFile(resolve(out, `${each}.js`), text.replace(/^\/\/# sourceMappingURL=.*$/m, ""));
}
await cp(resolve(modules, "scorm-again/LICENSE"), resolve(out, "scorm.LICENSE.txt"));
