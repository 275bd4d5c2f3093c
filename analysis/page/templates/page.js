// Sorting, filtering and copying: all of it is more than the page needs to be read.
"use strict";
(() => {
  const make = (name, attributes = {}, text = "") => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text) made.textContent = text;
    return made;
  };
  const live = make("p", { class: "aside", role: "status", "aria-live": "polite" });
  document.body.append(live);
  const say = (text) => { live.textContent = text; };

  // What can be filtered, a cell or a claim, is a tbody of two rows; of any other table, a row.
  const items = (table) => table.dataset.filter ? [...table.tBodies] : [...table.tBodies[0].rows];
  const first = (item) => item.rows ? item.rows[0] : item;
  const natural = new Intl.Collator("en", { numeric: true });
  const keyOf = (item, column) => {
    const place = first(item).cells[column];
    const told = place.dataset.v ?? place.innerText.trim();
    const number = Number.parseFloat(told);
    return { text: told, number, counts: place.dataset.v !== undefined || /^-?[\d.]+(x|%|c)?( \?| =)?$/.test(told) };
  };

  const sortBy = (table, head, column) => {
    const down = head.getAttribute("aria-sort") === "ascending";
    for (const one of table.tHead.rows[0].cells) one.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = items(table).map((item, place) => ({ item, place, key: keyOf(item, column) }));
    const turn = down ? -1 : 1;
    keyed.sort((a, b) => {
      if (!a.key.text !== !b.key.text) return a.key.text ? -1 : 1;  // what is empty stands last
      const order = a.key.counts && b.key.counts
        ? a.key.number - b.key.number : natural.compare(a.key.text, b.key.text);
      return turn * order || a.place - b.place;
    });
    const parent = keyed[0]?.item.parentNode;
    for (const { item } of keyed) parent.append(item);
    say(`Sorted by ${head.innerText.trim()}, ${down ? "descending" : "ascending"}`);
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      const button = make("button", { type: "button" }, head.textContent);
      button.addEventListener("click", () => sortBy(table, head, column));
      head.replaceChildren(button);
    });
  }

  // By words, and by what some columns say. What is chosen stands in the address, to be sent on.
  const cleared = new Map();
  const filterable = (table) => {
    const { id } = table.closest("section").querySelector("h2");
    const all = items(table);
    const names = table.dataset.filter.split(" ");
    const heads = [...table.tHead.rows[0].cells].map((head) => head.innerText.trim());
    const valuesOf = (item, name) => {
      const own = first(item).cells[heads.indexOf(name)];
      if (own.dataset.says !== undefined) return own.dataset.says.split("|");
      const place = own.cloneNode(true);
      for (const more of place.querySelectorAll("a, small")) more.remove();
      return [place.textContent.trim()];
    };
    const textOf = (item) => [...item.querySelectorAll("td, th")].map((one) => one.textContent).join(" ");
    const texts = new Map(all.map((item) => [item, textOf(item).toLowerCase()]));
    const known = new Map(all.map((item) => [item, names.map((name) => valuesOf(item, name))]));
    const bar = make("div", { class: "filters", role: "search", "aria-label": `Filter ${id}` });
    const controls = new Map();
    const add = (name, text, control) => {
      const label = make("label", {}, text);
      label.append(control);
      bar.append(label);
      controls.set(name, control);
    };
    const words = make("input", { type: "search", autocomplete: "off" });
    add("q", "All of these words", words);
    names.forEach((name, at) => {
      const select = make("select");
      select.append(make("option", { value: "" }, "all"));
      for (const value of new Set(all.flatMap((item) => known.get(item)[at]))) {
        if (value) select.append(make("option", { value }, value));
      }
      add(name.toLowerCase(), name, select);
    });
    const selects = [...controls.values()].slice(1);
    const count = make("output");
    const reset = make("button", { type: "button" }, "Show all");
    bar.append(reset, count);
    table.closest(".scroll").before(bar);

    const apply = () => {
      const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      for (const item of all) {
        const fits = wanted.every((word) => texts.get(item).includes(word))
          && selects.every((select, at) => !select.value || known.get(item)[at].includes(select.value));
        item.hidden = !fits;
        shown += fits;
      }
      count.textContent = `${shown} of ${all.length} ${id} shown`;
      say(count.textContent);
    };
    const remember = () => {
      const chosen = new URLSearchParams();
      for (const [name, control] of controls) if (control.value) chosen.set(name, control.value);
      const text = chosen.toString();
      history.replaceState(null, "", text ? `#${id}?${text}` : `#${id}`);
    };
    const recall = () => {
      if (!location.hash.startsWith(`#${id}?`)) return;
      const chosen = new URLSearchParams(location.hash.slice(id.length + 2));
      for (const [name, control] of controls) control.value = chosen.get(name) ?? "";
      apply();
      document.getElementById(id).scrollIntoView();
    };
    const clear = () => {
      for (const control of controls.values()) control.value = "";
      apply();
    };
    for (const item of all) cleared.set(item, clear);
    bar.addEventListener("input", () => { apply(); remember(); });
    reset.addEventListener("click", () => { clear(); remember(); });
    addEventListener("hashchange", recall);
    count.textContent = `${all.length} of ${all.length} ${id} shown`;
    recall();
  };
  for (const table of document.querySelectorAll("table[data-filter]")) filterable(table);

  // What a link leads to is seen: neither filtered away nor within what is closed.
  const placed = () => {
    const name = location.hash.slice(1);
    try { return decodeURIComponent(name); } catch { return name; }  // anyone may write an address
  };
  const reveal = () => {
    const target = document.getElementById(placed());
    if (!target) return;
    if (target.hidden) cleared.get(target)?.();
    const closed = [...target.querySelectorAll(":scope > details:not([open])")];
    for (let one = target; one; one = one.parentElement) if (one.matches("details:not([open])")) closed.push(one);
    for (const one of closed) one.open = true;
    if (closed.length || target.matches("tbody")) target.scrollIntoView({ block: "start" });
  };
  addEventListener("hashchange", reveal);
  reveal();

  if (navigator.clipboard) {
    document.addEventListener("toggle", (event) => {
      const command = event.target.querySelector?.("pre.command");
      if (!event.target.open || !command || event.target.querySelector("button")) return;
      const button = make("button", { type: "button" }, "Copy");
      button.addEventListener("click", () => navigator.clipboard.writeText(command.textContent).then(
        () => say("Copied"), () => say("The browser did not allow copying")));
      command.after(button);
    }, true);
  }

  // Only what scrolls needs to be reached by the keyboard.
  const reach = () => {
    const all = [...document.querySelectorAll(".scroll")];
    const wide = all.map((one) => one.scrollWidth > one.clientWidth);
    all.forEach((one, place) => wide[place] ? one.setAttribute("tabindex", "0") : one.removeAttribute("tabindex"));
  };
  addEventListener("resize", reach);
  document.addEventListener("toggle", reach, true);
  reach();

  const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (!entry.isIntersecting) continue;
      for (const link of links.values()) link.removeAttribute("aria-current");
      links.get(entry.target.getAttribute("aria-labelledby"))?.setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-20% 0px -70% 0px" });
  for (const section of document.querySelectorAll("main > section")) seen.observe(section);
})();
