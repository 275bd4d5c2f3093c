// Looks at pages in a headless Chromium and writes what it saw to OUT/seen.json.
// One argument, JSON: where the packages are, the browser, the pages' addresses, and OUT.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const job = JSON.parse(process.argv[2]);
const load = createRequire(join(job.modules, "any.js"));
const { chromium } = load("playwright-core");
const axe = readFileSync(join(job.modules, "axe-core", "axe.min.js"), "utf-8");
const SIZES = { phone: { width: 360, height: 740 }, desk: { width: 1440, height: 900 } };
const CONTRAST = new Set(["phone light", "desk dark"]);

const browser = await chromium.launch({ executablePath: job.chromium, args: ["--no-sandbox"] });
const context = await browser.newContext({ acceptDownloads: true });
const quiet = await browser.newContext({ javaScriptEnabled: false, viewport: SIZES.desk });

// Everything that a page says or asks for while it is open.
async function opened(address, size, colorScheme = "light", where = context) {
  const page = await where.newPage();
  const told = { console: [], requests: [] };
  page.on("console", (message) => told.console.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => told.console.push(`error: ${error.message}`));
  page.on("dialog", (dialog) => { told.console.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => {
    if (!request.url().startsWith("data:")) told.requests.push(request.url());
  });
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme });
  await page.goto(address);
  return { page, told };
}

function layout() {
  const root = document.documentElement;
  const wide = [...document.querySelectorAll("body *")].filter((one) =>
    one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".scroll, .aside, .skip"));
  return {
    overflow: root.scrollWidth - root.clientWidth,
    wide: wide.slice(0, 5).map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 60)}`),
    // A column so narrow that its text stands a letter a line.
    thin: [...document.querySelectorAll("td:not(.none), th, dd, dt, li, p")].filter((one) => {
      const box = one.getBoundingClientRect();
      const size = Number.parseFloat(getComputedStyle(one).fontSize);
      return box.width && box.width < 4 * size && box.height > 8 * size && one.textContent.trim().length > 4;
    }).slice(0, 5).map((one) => `${one.tagName}.${one.className} ${one.textContent.trim().slice(0, 60)}`),
    paper: getComputedStyle(document.body).backgroundColor,
    broken: [...document.images].filter((one) => !one.complete || !one.naturalWidth).length,
    scripts: document.scripts.length,
    handlers: [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
      .filter((one) => one.name.startsWith("on") || one.name === "style").map((one) => one.name),
  };
}

// Contrast takes axe the longest by far; it is looked at once in each theme, and each size.
async function sound(page, contrast) {
  await page.evaluate(axe);
  const rules = { "color-contrast": { enabled: contrast } };
  const found = await page.evaluate(
    (rules) => globalThis.axe.run({ rules, resultTypes: ["violations"] }), rules);
  return found.violations.map((one) => ({
    id: one.id, impact: one.impact, help: one.help, where: one.nodes.slice(0, 3).map((node) => node.html.slice(0, 200)),
  }));
}

async function looked(address) {
  const found = {};
  for (const [size, pixels] of Object.entries(SIZES)) {
    for (const theme of ["light", "dark"]) {
      const { page, told } = await opened(address, pixels, theme);
      const look = `${size} ${theme}`;
      found[look] = { ...await page.evaluate(layout), axe: await sound(page, CONTRAST.has(look)), ...told };
      await page.close();
    }
  }
  return found;
}

const cells = "#all-cells";
const bar = (page) => page.locator(".filters", { has: page.getByLabel("Interpreter") });
const column = (page, number) => page.$$eval(`${cells} tbody:not([hidden]) > tr:first-child`,
  (rows, at) => rows.map((row) => row.cells[at].innerText.trim()), number);

async function sorted(page) {
  const head = page.locator(`${cells} thead button`, { hasText: "Workers" });
  const state = () => head.evaluate((one) => one.closest("th").getAttribute("aria-sort"));
  await head.focus();
  await page.keyboard.press("Enter");
  const up = { state: await state(), values: await column(page, 3) };
  await head.click();
  const down = { state: await state(), values: await column(page, 3) };
  const said = await page.locator("[aria-live]").textContent();
  return { up, down, said };
}

async function filtered(page) {
  const all = (await column(page, 0)).length;
  await bar(page).getByLabel("All of these words").focus();
  await page.keyboard.type("3.13t threads");
  const typed = { rows: await column(page, 1), said: await page.locator("[aria-live]").textContent() };
  await bar(page).getByLabel("All of these words").fill("");
  await bar(page).getByLabel("Strategy").selectOption("threads");
  const chosen = { rows: await column(page, 2), address: new URL(page.url()).hash };
  const hidden = await page.$eval(`${cells} tbody[hidden]`, (one) => one.id);
  await page.evaluate((id) => { location.hash = id; }, hidden);
  await page.waitForFunction((id) => !document.getElementById(id).hidden, hidden);
  const linked = await page.evaluate((id) => {
    const box = document.getElementById(id).getBoundingClientRect();
    return box.top < innerHeight && box.bottom > 0;
  }, hidden);
  await page.goto(`${page.url().split("#")[0]}#cells?strategy=threads`);
  await page.reload();
  const recalled = await column(page, 2);
  await bar(page).getByRole("button").click();
  const cleared = (await column(page, 0)).length;
  const says = bar(page).getByLabel("Speedup");
  const kinds = await says.locator("option").evaluateAll((all) => all.map((one) => one.value));
  await says.selectOption(kinds.at(-1));
  const verdicts = await page.$$eval(`${cells} tbody:not([hidden]) [data-says]`,
    (places) => places.map((one) => one.dataset.says));
  await bar(page).getByRole("button").click();
  return { all, typed, chosen, linked, recalled, cleared, kinds, verdicts };
}

// Where each link within the page leads: what is closed opens, and what is meant is seen.
async function followed(page) {
  const lost = [];
  const targets = await page.$$eval("a[href^='#']", (links) => [...new Set(links.map((one) => one.hash))]);
  const wanted = targets.filter((_, at) => at % Math.ceil(targets.length / 40) === 0);
  for (const hash of wanted) {
    const seen = await page.evaluate(async (hash) => {
      location.hash = hash;
      await new Promise((done) => setTimeout(done, 15));
      const box = document.getElementById(decodeURIComponent(hash.slice(1)))?.getBoundingClientRect();
      return Boolean(box?.height) && box.top < innerHeight && box.bottom > 0;
    }, hash);
    if (!seen) lost.push(hash);
  }
  return { count: targets.length, lost };
}

// Whatever an address ends in: it leads nowhere, and everything else works.
async function addressed(address) {
  const { page, told } = await opened(`${address}#%`, SIZES.desk);
  const found = { bars: await page.locator(".filters").count(), sorted: (await sorted(page)).said };
  await page.evaluate(() => { location.hash = "#%zz"; });
  await page.waitForFunction(() => location.hash === "#%zz");
  await bar(page).getByLabel("Strategy").selectOption("threads");
  found.rows = await column(page, 2);
  await page.close();
  return { ...found, ...told };
}

async function saved(page, name) {
  const files = {};
  for (const link of await page.$$("a[download]")) {
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    const path = join(job.out, `${name}-${Object.keys(files).length}`);
    await download.saveAs(path);
    files[download.suggestedFilename()] = path;
  }
  return files;
}

async function used(address, name) {
  const { page, told } = await opened(address, SIZES.desk);
  const skip = await page.evaluate(() => document.activeElement.tagName)
    && await page.keyboard.press("Tab").then(() => page.evaluate(() => document.activeElement.textContent));
  const found = {
    skip, sorted: await sorted(page), filtered: await filtered(page),
    followed: await followed(page), saved: await saved(page, name),
  };
  await page.close();
  return { ...found, ...told };
}

async function printed(address, name) {
  const { page, told } = await opened(address, SIZES.desk, "dark");
  const path = join(job.out, `${name}.pdf`);
  await page.pdf({ path, format: "A4", printBackground: true });
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const paper = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.close();
  return { path, paper, ...told };
}

async function withoutScripts(address) {
  const { page, told } = await opened(address, SIZES.phone, "light", quiet);
  const tables = page.locator("table");
  let seen = 0;
  for (const table of await tables.all()) seen += await table.isVisible();
  const closed = await page.locator("details:not([open]) table").count();
  const found = {
    tables: await tables.count(), closed, seen, text: await page.innerText("body"),
    sections: await page.locator("main > section h2:visible").count(),
    controls: await page.locator("input, select, button").count(),
  };
  await page.locator("details.full:has(table) > summary").first().click();
  found.opened = await page.locator("details.full[open] table").first().isVisible();
  await page.close();
  return { ...found, ...told };
}

// That the policy is in force, and not only there: what it forbids does not happen.
async function forbidden(address) {
  const { page } = await opened(address, SIZES.desk);
  const stopped = await page.evaluate(async () => {
    const kinds = new Set();
    document.addEventListener("securitypolicyviolation", (event) => kinds.add(event.effectiveDirective));
    const script = document.createElement("script");
    script.textContent = "globalThis.ran = true";
    document.body.append(script);
    const style = document.createElement("style");
    style.textContent = "body { outline: 7px solid red }";
    document.body.append(style);
    new Image().src = "http://127.0.0.1:9/x.png";
    fetch("http://127.0.0.1:9/x").catch(() => {});
    await new Promise((done) => setTimeout(done, 100));
    return [...kinds, globalThis.ran ? "ran" : "", getComputedStyle(document.body).outlineWidth === "7px" ? "styled" : ""];
  });
  await page.close();
  return stopped.filter(Boolean).sort();
}

const seen = {};
await Promise.all(Object.entries(job.pages).map(async ([name, address]) => {
  seen[name] = {
    looked: await looked(address), used: await used(address, name),
    printed: await printed(address, name), quiet: await withoutScripts(address),
    forbidden: await forbidden(address), addressed: await addressed(address),
  };
}));
writeFileSync(join(job.out, "seen.json"), JSON.stringify(seen));
await browser.close();
