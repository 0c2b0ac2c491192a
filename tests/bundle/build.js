/**
 * Makes of the field form's sources what a browser loads: `main.js` with every module in it, `app.css` with every style,
 * an `index.html` that names these two, and the worker that looks for codes. And of packages of others, fetched by hash, the reader of codes.
 *
 * The same sources give the same bytes, wherever this runs: a test builds again and compares.
 * Run: node build.js FORM TO, where FORM holds app/, and TO gets bundle/ and reader/.
 */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { build } from "esbuild";

const [form, to] = process.argv.slice(2).map((path) => resolve(path));
const app = `${form}/app`;
const LINK = /^ *<link rel="stylesheet" href="([^"]+)">\n/gm;
const COMMON = { bundle: true, minify: true, legalComments: "eof", charset: "utf8", logLevel: "warning" };

async function bundle() {
  const page = await readFile(`${app}/index.html`, "utf8");
  const styles = [...page.matchAll(LINK)].map(([, name]) => `@import "./${name}";`).join("\n");
  const all = '    <link rel="stylesheet" href="app.css">\n';
  let links = 0;
  await mkdir(`${to}/bundle`, { recursive: true });
  await writeFile(`${to}/bundle/index.html`, page.replace(LINK, () => (links++ ? "" : all)));
  await build({ ...COMMON, stdin: { contents: styles, resolveDir: app, loader: "css" }, outfile: `${to}/bundle/app.css` });
  const scripts = { entryPoints: ["main.js", "looking.js"], absWorkingDir: app, format: "esm", target: "es2022" };
  await build({ ...COMMON, ...scripts, outdir: `${to}/bundle` });
}

async function reader() {
  const here = createRequire(import.meta.url);
  const contents = 'export { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";';
  await mkdir(`${to}/reader`, { recursive: true });
  await build({ ...COMMON, stdin: { contents, resolveDir: import.meta.dirname }, format: "esm", target: "es2022", outfile: `${to}/reader/reader.js` });
  const ofDetector = createRequire(here.resolve("barcode-detector/ponyfill"));
  await copyFile(ofDetector.resolve("zxing-wasm/reader/zxing_reader.wasm"), `${to}/reader/zxing_reader.wasm`);
}

await Promise.all([bundle(), reader()]);
